// Generated from schemas/ by `npm run generate`: do not edit.
// @ts-nocheck
import { formats } from '../formats.ts'
export const isRecordingCallback = validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:reelay:schema:callback:recording","type":"object","properties":{"AccountSid":{"$ref":"urn:reelay:schema:common#/definitions/accountSid"},"RecordingSid":{"$ref":"urn:reelay:schema:common#/definitions/videoRecordingSid"},"StatusCallbackEvent":{"type":"string","enum":["recording-started","recording-completed","recording-failed"]},"Timestamp":{"$ref":"urn:reelay:schema:common#/definitions/timestamp"},"RoomSid":{"$ref":"urn:reelay:schema:common#/definitions/roomSid"},"RoomName":{"type":"string"},"RoomType":{"type":"string"},"RoomStatus":{"type":"string"},"SequenceNumber":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"ParticipantSid":{"$ref":"urn:reelay:schema:common#/definitions/participantSid"},"ParticipantIdentity":{"type":"string"},"SourceSid":{"$ref":"urn:reelay:schema:common#/definitions/sourceSid"},"TrackName":{"type":"string"},"RecordingUri":{"type":"string","pattern":"^/v[0-9]+/Recordings/RT[0-9a-fA-F]{32}$"},"MediaUri":{"type":"string","pattern":"^/v[0-9]+/Recordings/RT[0-9a-fA-F]{32}/Media$"},"Container":{"$ref":"urn:reelay:schema:common#/definitions/containerFormat"},"Codec":{"type":"string","pattern":"^([Vv][Pp]8|[Hh]264|[Oo][Pp][Uu][Ss]|[Pp][Cc][Mm][Uu])$"},"Type":{"$ref":"urn:reelay:schema:common#/definitions/recordingType"},"OffsetFromTwilioVideoEpoch":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"Duration":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"Size":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"MediaExternalLocation":{"$ref":"urn:reelay:schema:common#/definitions/chosenUrl"},"FailedOperation":{"type":"string"}},"required":["AccountSid","RecordingSid","RoomSid","StatusCallbackEvent","Timestamp"],"if":{"properties":{"StatusCallbackEvent":{"const":"recording-completed"}}},"then":{"properties":{"Duration":true,"Size":true},"required":["Duration","Size"]},"additionalProperties":true};
const schema13 = {"type":"string","pattern":"^AC[0-9a-fA-F]{32}$"};
const schema14 = {"type":"string","pattern":"^RT[0-9a-fA-F]{32}$"};
const schema15 = {"type":"string","format":"date-time","pattern":"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?(Z|[+-]\\d\\d:\\d\\d)$"};
const schema16 = {"type":"string","pattern":"^RM[0-9a-fA-F]{32}$"};
const schema17 = {"type":"string","format":"int53"};
const schema18 = {"type":"string","pattern":"^PA[0-9a-fA-F]{32}$"};
const schema19 = {"type":"string","pattern":"^[a-zA-Z]{2}[0-9a-fA-F]{32}$"};
const schema20 = {"type":"string","enum":["mka","mkv"]};
const schema21 = {"type":"string","enum":["audio","video","data"]};
const schema25 = {"type":"string","pattern":"^[A-Za-z][A-Za-z0-9+.-]*:.+$"};
const pattern0 = new RegExp("^AC[0-9a-fA-F]{32}$", "u");
const pattern1 = new RegExp("^RT[0-9a-fA-F]{32}$", "u");
const pattern2 = new RegExp("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?(Z|[+-]\\d\\d:\\d\\d)$", "u");
const pattern3 = new RegExp("^RM[0-9a-fA-F]{32}$", "u");
const pattern4 = new RegExp("^PA[0-9a-fA-F]{32}$", "u");
const pattern5 = new RegExp("^[a-zA-Z]{2}[0-9a-fA-F]{32}$", "u");
const pattern6 = new RegExp("^/v[0-9]+/Recordings/RT[0-9a-fA-F]{32}$", "u");
const pattern7 = new RegExp("^/v[0-9]+/Recordings/RT[0-9a-fA-F]{32}/Media$", "u");
const pattern8 = new RegExp("^([Vv][Pp]8|[Hh]264|[Oo][Pp][Uu][Ss]|[Pp][Cc][Mm][Uu])$", "u");
const pattern9 = new RegExp("^[A-Za-z][A-Za-z0-9+.-]*:.+$", "u");
const formats0 = formats["date-time"];
const formats2 = formats.int53;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:reelay:schema:callback:recording" */;
let vErrors = null;
let errors = 0;
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.StatusCallbackEvent !== undefined){
if("recording-completed" !== data.StatusCallbackEvent){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Duration === undefined){
const err1 = {instancePath,schemaPath:"#/then/required",keyword:"required",params:{missingProperty: "Duration"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.Size === undefined){
const err2 = {instancePath,schemaPath:"#/then/required",keyword:"required",params:{missingProperty: "Size"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err3 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.AccountSid === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "AccountSid"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.RecordingSid === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "RecordingSid"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.RoomSid === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "RoomSid"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.StatusCallbackEvent === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "StatusCallbackEvent"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.Timestamp === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "Timestamp"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.AccountSid !== undefined){
let data1 = data.AccountSid;
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
const err9 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/pattern",keyword:"pattern",params:{pattern: "^AC[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.RecordingSid !== undefined){
let data2 = data.RecordingSid;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err11 = {instancePath:instancePath+"/RecordingSid",schemaPath:"urn:reelay:schema:common#/definitions/videoRecordingSid/pattern",keyword:"pattern",params:{pattern: "^RT[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/RecordingSid",schemaPath:"urn:reelay:schema:common#/definitions/videoRecordingSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.StatusCallbackEvent !== undefined){
let data3 = data.StatusCallbackEvent;
if(typeof data3 !== "string"){
const err13 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(((data3 === "recording-started") || (data3 === "recording-completed")) || (data3 === "recording-failed"))){
const err14 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/enum",keyword:"enum",params:{allowedValues: schema11.properties.StatusCallbackEvent.enum}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.Timestamp !== undefined){
let data4 = data.Timestamp;
if(typeof data4 === "string"){
if(!pattern2.test(data4)){
const err15 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?(Z|[+-]\\d\\d:\\d\\d)$"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(!(formats0.validate(data4))){
const err16 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/format",keyword:"format",params:{format: "date-time"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.RoomSid !== undefined){
let data5 = data.RoomSid;
if(typeof data5 === "string"){
if(!pattern3.test(data5)){
const err18 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/pattern",keyword:"pattern",params:{pattern: "^RM[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.RoomName !== undefined){
if(typeof data.RoomName !== "string"){
const err20 = {instancePath:instancePath+"/RoomName",schemaPath:"#/properties/RoomName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.RoomType !== undefined){
if(typeof data.RoomType !== "string"){
const err21 = {instancePath:instancePath+"/RoomType",schemaPath:"#/properties/RoomType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.RoomStatus !== undefined){
if(typeof data.RoomStatus !== "string"){
const err22 = {instancePath:instancePath+"/RoomStatus",schemaPath:"#/properties/RoomStatus/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.SequenceNumber !== undefined){
let data9 = data.SequenceNumber;
if(typeof data9 === "string"){
if(!(formats2(data9))){
const err23 = {instancePath:instancePath+"/SequenceNumber",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/SequenceNumber",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.ParticipantSid !== undefined){
let data10 = data.ParticipantSid;
if(typeof data10 === "string"){
if(!pattern4.test(data10)){
const err25 = {instancePath:instancePath+"/ParticipantSid",schemaPath:"urn:reelay:schema:common#/definitions/participantSid/pattern",keyword:"pattern",params:{pattern: "^PA[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/ParticipantSid",schemaPath:"urn:reelay:schema:common#/definitions/participantSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.ParticipantIdentity !== undefined){
if(typeof data.ParticipantIdentity !== "string"){
const err27 = {instancePath:instancePath+"/ParticipantIdentity",schemaPath:"#/properties/ParticipantIdentity/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.SourceSid !== undefined){
let data12 = data.SourceSid;
if(typeof data12 === "string"){
if(!pattern5.test(data12)){
const err28 = {instancePath:instancePath+"/SourceSid",schemaPath:"urn:reelay:schema:common#/definitions/sourceSid/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z]{2}[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
else {
const err29 = {instancePath:instancePath+"/SourceSid",schemaPath:"urn:reelay:schema:common#/definitions/sourceSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.TrackName !== undefined){
if(typeof data.TrackName !== "string"){
const err30 = {instancePath:instancePath+"/TrackName",schemaPath:"#/properties/TrackName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.RecordingUri !== undefined){
let data14 = data.RecordingUri;
if(typeof data14 === "string"){
if(!pattern6.test(data14)){
const err31 = {instancePath:instancePath+"/RecordingUri",schemaPath:"#/properties/RecordingUri/pattern",keyword:"pattern",params:{pattern: "^/v[0-9]+/Recordings/RT[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/RecordingUri",schemaPath:"#/properties/RecordingUri/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data.MediaUri !== undefined){
let data15 = data.MediaUri;
if(typeof data15 === "string"){
if(!pattern7.test(data15)){
const err33 = {instancePath:instancePath+"/MediaUri",schemaPath:"#/properties/MediaUri/pattern",keyword:"pattern",params:{pattern: "^/v[0-9]+/Recordings/RT[0-9a-fA-F]{32}/Media$"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/MediaUri",schemaPath:"#/properties/MediaUri/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.Container !== undefined){
let data16 = data.Container;
if(typeof data16 !== "string"){
const err35 = {instancePath:instancePath+"/Container",schemaPath:"urn:reelay:schema:common#/definitions/containerFormat/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(!((data16 === "mka") || (data16 === "mkv"))){
const err36 = {instancePath:instancePath+"/Container",schemaPath:"urn:reelay:schema:common#/definitions/containerFormat/enum",keyword:"enum",params:{allowedValues: schema20.enum}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.Codec !== undefined){
let data17 = data.Codec;
if(typeof data17 === "string"){
if(!pattern8.test(data17)){
const err37 = {instancePath:instancePath+"/Codec",schemaPath:"#/properties/Codec/pattern",keyword:"pattern",params:{pattern: "^([Vv][Pp]8|[Hh]264|[Oo][Pp][Uu][Ss]|[Pp][Cc][Mm][Uu])$"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/Codec",schemaPath:"#/properties/Codec/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.Type !== undefined){
let data18 = data.Type;
if(typeof data18 !== "string"){
const err39 = {instancePath:instancePath+"/Type",schemaPath:"urn:reelay:schema:common#/definitions/recordingType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(!(((data18 === "audio") || (data18 === "video")) || (data18 === "data"))){
const err40 = {instancePath:instancePath+"/Type",schemaPath:"urn:reelay:schema:common#/definitions/recordingType/enum",keyword:"enum",params:{allowedValues: schema21.enum}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.OffsetFromTwilioVideoEpoch !== undefined){
let data19 = data.OffsetFromTwilioVideoEpoch;
if(typeof data19 === "string"){
if(!(formats2(data19))){
const err41 = {instancePath:instancePath+"/OffsetFromTwilioVideoEpoch",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/OffsetFromTwilioVideoEpoch",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.Duration !== undefined){
let data20 = data.Duration;
if(typeof data20 === "string"){
if(!(formats2(data20))){
const err43 = {instancePath:instancePath+"/Duration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
else {
const err44 = {instancePath:instancePath+"/Duration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data.Size !== undefined){
let data21 = data.Size;
if(typeof data21 === "string"){
if(!(formats2(data21))){
const err45 = {instancePath:instancePath+"/Size",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
else {
const err46 = {instancePath:instancePath+"/Size",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.MediaExternalLocation !== undefined){
let data22 = data.MediaExternalLocation;
if(typeof data22 === "string"){
if(!pattern9.test(data22)){
const err47 = {instancePath:instancePath+"/MediaExternalLocation",schemaPath:"urn:reelay:schema:common#/definitions/chosenUrl/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9+.-]*:.+$"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/MediaExternalLocation",schemaPath:"urn:reelay:schema:common#/definitions/chosenUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data.FailedOperation !== undefined){
if(typeof data.FailedOperation !== "string"){
const err49 = {instancePath:instancePath+"/FailedOperation",schemaPath:"#/properties/FailedOperation/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const isRoomCallback = validate12;
const schema26 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:reelay:schema:callback:room","type":"object","properties":{"AccountSid":{"$ref":"urn:reelay:schema:common#/definitions/accountSid"},"StatusCallbackEvent":{"type":"string","enum":["room-created","room-ended"]},"Timestamp":{"$ref":"urn:reelay:schema:common#/definitions/timestamp"},"RoomSid":{"$ref":"urn:reelay:schema:common#/definitions/roomSid"},"RoomName":{"type":"string"},"RoomType":{"type":"string"},"RoomStatus":{"type":"string"},"SequenceNumber":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"RoomDuration":{"$ref":"urn:reelay:schema:common#/definitions/integerText"}},"required":["AccountSid","RoomSid","StatusCallbackEvent","Timestamp"],"additionalProperties":true};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:reelay:schema:callback:room" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.AccountSid === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "AccountSid"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.RoomSid === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "RoomSid"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.StatusCallbackEvent === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "StatusCallbackEvent"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.Timestamp === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "Timestamp"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.AccountSid !== undefined){
let data0 = data.AccountSid;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err4 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/pattern",keyword:"pattern",params:{pattern: "^AC[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.StatusCallbackEvent !== undefined){
let data1 = data.StatusCallbackEvent;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(!((data1 === "room-created") || (data1 === "room-ended"))){
const err7 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/enum",keyword:"enum",params:{allowedValues: schema26.properties.StatusCallbackEvent.enum}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.Timestamp !== undefined){
let data2 = data.Timestamp;
if(typeof data2 === "string"){
if(!pattern2.test(data2)){
const err8 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?(Z|[+-]\\d\\d:\\d\\d)$"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!(formats0.validate(data2))){
const err9 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/format",keyword:"format",params:{format: "date-time"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.RoomSid !== undefined){
let data3 = data.RoomSid;
if(typeof data3 === "string"){
if(!pattern3.test(data3)){
const err11 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/pattern",keyword:"pattern",params:{pattern: "^RM[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.RoomName !== undefined){
if(typeof data.RoomName !== "string"){
const err13 = {instancePath:instancePath+"/RoomName",schemaPath:"#/properties/RoomName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.RoomType !== undefined){
if(typeof data.RoomType !== "string"){
const err14 = {instancePath:instancePath+"/RoomType",schemaPath:"#/properties/RoomType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.RoomStatus !== undefined){
if(typeof data.RoomStatus !== "string"){
const err15 = {instancePath:instancePath+"/RoomStatus",schemaPath:"#/properties/RoomStatus/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.SequenceNumber !== undefined){
let data7 = data.SequenceNumber;
if(typeof data7 === "string"){
if(!(formats2(data7))){
const err16 = {instancePath:instancePath+"/SequenceNumber",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/SequenceNumber",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.RoomDuration !== undefined){
let data8 = data.RoomDuration;
if(typeof data8 === "string"){
if(!(formats2(data8))){
const err18 = {instancePath:instancePath+"/RoomDuration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/RoomDuration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

export const isParticipantCallback = validate13;
const schema32 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:reelay:schema:callback:participant","type":"object","properties":{"AccountSid":{"$ref":"urn:reelay:schema:common#/definitions/accountSid"},"StatusCallbackEvent":{"type":"string","enum":["participant-connected","participant-disconnected"]},"Timestamp":{"$ref":"urn:reelay:schema:common#/definitions/timestamp"},"RoomSid":{"$ref":"urn:reelay:schema:common#/definitions/roomSid"},"RoomName":{"type":"string"},"RoomType":{"type":"string"},"RoomStatus":{"type":"string"},"SequenceNumber":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"ParticipantSid":{"$ref":"urn:reelay:schema:common#/definitions/participantSid"},"ParticipantIdentity":{"type":"string"},"ParticipantStatus":{"type":"string"},"ParticipantDuration":{"$ref":"urn:reelay:schema:common#/definitions/integerText"}},"required":["AccountSid","RoomSid","ParticipantSid","StatusCallbackEvent","Timestamp"],"additionalProperties":true};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:reelay:schema:callback:participant" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.AccountSid === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "AccountSid"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.RoomSid === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "RoomSid"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.ParticipantSid === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "ParticipantSid"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.StatusCallbackEvent === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "StatusCallbackEvent"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.Timestamp === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "Timestamp"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.AccountSid !== undefined){
let data0 = data.AccountSid;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err5 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/pattern",keyword:"pattern",params:{pattern: "^AC[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.StatusCallbackEvent !== undefined){
let data1 = data.StatusCallbackEvent;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!((data1 === "participant-connected") || (data1 === "participant-disconnected"))){
const err8 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/enum",keyword:"enum",params:{allowedValues: schema32.properties.StatusCallbackEvent.enum}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.Timestamp !== undefined){
let data2 = data.Timestamp;
if(typeof data2 === "string"){
if(!pattern2.test(data2)){
const err9 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?(Z|[+-]\\d\\d:\\d\\d)$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!(formats0.validate(data2))){
const err10 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/format",keyword:"format",params:{format: "date-time"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.RoomSid !== undefined){
let data3 = data.RoomSid;
if(typeof data3 === "string"){
if(!pattern3.test(data3)){
const err12 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/pattern",keyword:"pattern",params:{pattern: "^RM[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.RoomName !== undefined){
if(typeof data.RoomName !== "string"){
const err14 = {instancePath:instancePath+"/RoomName",schemaPath:"#/properties/RoomName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.RoomType !== undefined){
if(typeof data.RoomType !== "string"){
const err15 = {instancePath:instancePath+"/RoomType",schemaPath:"#/properties/RoomType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.RoomStatus !== undefined){
if(typeof data.RoomStatus !== "string"){
const err16 = {instancePath:instancePath+"/RoomStatus",schemaPath:"#/properties/RoomStatus/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.SequenceNumber !== undefined){
let data7 = data.SequenceNumber;
if(typeof data7 === "string"){
if(!(formats2(data7))){
const err17 = {instancePath:instancePath+"/SequenceNumber",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/SequenceNumber",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.ParticipantSid !== undefined){
let data8 = data.ParticipantSid;
if(typeof data8 === "string"){
if(!pattern4.test(data8)){
const err19 = {instancePath:instancePath+"/ParticipantSid",schemaPath:"urn:reelay:schema:common#/definitions/participantSid/pattern",keyword:"pattern",params:{pattern: "^PA[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/ParticipantSid",schemaPath:"urn:reelay:schema:common#/definitions/participantSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.ParticipantIdentity !== undefined){
if(typeof data.ParticipantIdentity !== "string"){
const err21 = {instancePath:instancePath+"/ParticipantIdentity",schemaPath:"#/properties/ParticipantIdentity/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.ParticipantStatus !== undefined){
if(typeof data.ParticipantStatus !== "string"){
const err22 = {instancePath:instancePath+"/ParticipantStatus",schemaPath:"#/properties/ParticipantStatus/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.ParticipantDuration !== undefined){
let data11 = data.ParticipantDuration;
if(typeof data11 === "string"){
if(!(formats2(data11))){
const err23 = {instancePath:instancePath+"/ParticipantDuration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/ParticipantDuration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}

export const isTrackCallback = validate14;
const schema39 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:reelay:schema:callback:track","type":"object","properties":{"AccountSid":{"$ref":"urn:reelay:schema:common#/definitions/accountSid"},"StatusCallbackEvent":{"type":"string","enum":["track-added","track-removed","track-enabled","track-disabled"]},"Timestamp":{"$ref":"urn:reelay:schema:common#/definitions/timestamp"},"RoomSid":{"$ref":"urn:reelay:schema:common#/definitions/roomSid"},"RoomName":{"type":"string"},"RoomType":{"type":"string"},"RoomStatus":{"type":"string"},"SequenceNumber":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"ParticipantSid":{"$ref":"urn:reelay:schema:common#/definitions/participantSid"},"ParticipantIdentity":{"type":"string"},"ParticipantStatus":{"type":"string"},"TrackSid":{"$ref":"urn:reelay:schema:common#/definitions/trackSid"},"TrackKind":{"type":"string"},"TrackName":{"type":"string"}},"required":["AccountSid","RoomSid","TrackSid","StatusCallbackEvent","Timestamp"],"additionalProperties":true};
const schema45 = {"type":"string","pattern":"^MT[0-9a-fA-F]{32}$"};
const pattern21 = new RegExp("^MT[0-9a-fA-F]{32}$", "u");

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:reelay:schema:callback:track" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.AccountSid === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "AccountSid"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.RoomSid === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "RoomSid"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.TrackSid === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "TrackSid"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.StatusCallbackEvent === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "StatusCallbackEvent"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.Timestamp === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "Timestamp"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.AccountSid !== undefined){
let data0 = data.AccountSid;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err5 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/pattern",keyword:"pattern",params:{pattern: "^AC[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.StatusCallbackEvent !== undefined){
let data1 = data.StatusCallbackEvent;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!((((data1 === "track-added") || (data1 === "track-removed")) || (data1 === "track-enabled")) || (data1 === "track-disabled"))){
const err8 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/enum",keyword:"enum",params:{allowedValues: schema39.properties.StatusCallbackEvent.enum}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.Timestamp !== undefined){
let data2 = data.Timestamp;
if(typeof data2 === "string"){
if(!pattern2.test(data2)){
const err9 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?(Z|[+-]\\d\\d:\\d\\d)$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!(formats0.validate(data2))){
const err10 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/format",keyword:"format",params:{format: "date-time"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.RoomSid !== undefined){
let data3 = data.RoomSid;
if(typeof data3 === "string"){
if(!pattern3.test(data3)){
const err12 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/pattern",keyword:"pattern",params:{pattern: "^RM[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.RoomName !== undefined){
if(typeof data.RoomName !== "string"){
const err14 = {instancePath:instancePath+"/RoomName",schemaPath:"#/properties/RoomName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.RoomType !== undefined){
if(typeof data.RoomType !== "string"){
const err15 = {instancePath:instancePath+"/RoomType",schemaPath:"#/properties/RoomType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.RoomStatus !== undefined){
if(typeof data.RoomStatus !== "string"){
const err16 = {instancePath:instancePath+"/RoomStatus",schemaPath:"#/properties/RoomStatus/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.SequenceNumber !== undefined){
let data7 = data.SequenceNumber;
if(typeof data7 === "string"){
if(!(formats2(data7))){
const err17 = {instancePath:instancePath+"/SequenceNumber",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/SequenceNumber",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.ParticipantSid !== undefined){
let data8 = data.ParticipantSid;
if(typeof data8 === "string"){
if(!pattern4.test(data8)){
const err19 = {instancePath:instancePath+"/ParticipantSid",schemaPath:"urn:reelay:schema:common#/definitions/participantSid/pattern",keyword:"pattern",params:{pattern: "^PA[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/ParticipantSid",schemaPath:"urn:reelay:schema:common#/definitions/participantSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.ParticipantIdentity !== undefined){
if(typeof data.ParticipantIdentity !== "string"){
const err21 = {instancePath:instancePath+"/ParticipantIdentity",schemaPath:"#/properties/ParticipantIdentity/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.ParticipantStatus !== undefined){
if(typeof data.ParticipantStatus !== "string"){
const err22 = {instancePath:instancePath+"/ParticipantStatus",schemaPath:"#/properties/ParticipantStatus/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.TrackSid !== undefined){
let data11 = data.TrackSid;
if(typeof data11 === "string"){
if(!pattern21.test(data11)){
const err23 = {instancePath:instancePath+"/TrackSid",schemaPath:"urn:reelay:schema:common#/definitions/trackSid/pattern",keyword:"pattern",params:{pattern: "^MT[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/TrackSid",schemaPath:"urn:reelay:schema:common#/definitions/trackSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.TrackKind !== undefined){
if(typeof data.TrackKind !== "string"){
const err25 = {instancePath:instancePath+"/TrackKind",schemaPath:"#/properties/TrackKind/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.TrackName !== undefined){
if(typeof data.TrackName !== "string"){
const err26 = {instancePath:instancePath+"/TrackName",schemaPath:"#/properties/TrackName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
validate14.errors = vErrors;
return errors === 0;
}

export const isCompositionCallback = validate15;
const schema46 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:reelay:schema:callback:composition","type":"object","properties":{"AccountSid":{"$ref":"urn:reelay:schema:common#/definitions/accountSid"},"StatusCallbackEvent":{"type":"string","enum":["composition-enqueued","composition-hook-failed","composition-started","composition-progress","composition-available","composition-failed"]},"Timestamp":{"$ref":"urn:reelay:schema:common#/definitions/timestamp"},"RoomSid":{"$ref":"urn:reelay:schema:common#/definitions/roomSid"},"CompositionSid":{"$ref":"urn:reelay:schema:common#/definitions/compositionSid"},"CompositionUri":{"type":"string","pattern":"^/v[0-9]+/Compositions/CJ[0-9a-fA-F]{32}$"},"HookSid":{"$ref":"urn:reelay:schema:common#/definitions/hookSid"},"HookUri":{"type":"string","pattern":"^/v[0-9]+/CompositionHooks/HK[0-9a-fA-F]{32}$"},"HookFriendlyName":{"type":"string"},"MediaUri":{"type":"string","pattern":"^/v[0-9]+/Compositions/CJ[0-9a-fA-F]{32}/Media$"},"Duration":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"Size":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"MediaExternalLocation":{"$ref":"urn:reelay:schema:common#/definitions/chosenUrl"},"PercentageDone":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"SecondsRemaining":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"FailedOperation":{"type":"string"},"ErrorMessage":{"type":"string"}},"required":["AccountSid","RoomSid","StatusCallbackEvent","Timestamp"],"if":{"properties":{"StatusCallbackEvent":{"const":"composition-hook-failed"}}},"else":{"properties":{"CompositionSid":true},"required":["CompositionSid"]},"additionalProperties":true};
const schema50 = {"type":"string","pattern":"^CJ[0-9a-fA-F]{32}$"};
const schema51 = {"type":"string","pattern":"^HK[0-9a-fA-F]{32}$"};
const pattern25 = new RegExp("^CJ[0-9a-fA-F]{32}$", "u");
const pattern26 = new RegExp("^/v[0-9]+/Compositions/CJ[0-9a-fA-F]{32}$", "u");
const pattern27 = new RegExp("^HK[0-9a-fA-F]{32}$", "u");
const pattern28 = new RegExp("^/v[0-9]+/CompositionHooks/HK[0-9a-fA-F]{32}$", "u");
const pattern29 = new RegExp("^/v[0-9]+/Compositions/CJ[0-9a-fA-F]{32}/Media$", "u");

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:reelay:schema:callback:composition" */;
let vErrors = null;
let errors = 0;
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.StatusCallbackEvent !== undefined){
if("composition-hook-failed" !== data.StatusCallbackEvent){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.CompositionSid === undefined){
const err1 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "CompositionSid"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "else"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.AccountSid === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "AccountSid"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.RoomSid === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "RoomSid"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.StatusCallbackEvent === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "StatusCallbackEvent"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.Timestamp === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "Timestamp"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.AccountSid !== undefined){
let data1 = data.AccountSid;
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
const err7 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/pattern",keyword:"pattern",params:{pattern: "^AC[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.StatusCallbackEvent !== undefined){
let data2 = data.StatusCallbackEvent;
if(typeof data2 !== "string"){
const err9 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!((((((data2 === "composition-enqueued") || (data2 === "composition-hook-failed")) || (data2 === "composition-started")) || (data2 === "composition-progress")) || (data2 === "composition-available")) || (data2 === "composition-failed"))){
const err10 = {instancePath:instancePath+"/StatusCallbackEvent",schemaPath:"#/properties/StatusCallbackEvent/enum",keyword:"enum",params:{allowedValues: schema46.properties.StatusCallbackEvent.enum}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.Timestamp !== undefined){
let data3 = data.Timestamp;
if(typeof data3 === "string"){
if(!pattern2.test(data3)){
const err11 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?(Z|[+-]\\d\\d:\\d\\d)$"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(!(formats0.validate(data3))){
const err12 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/format",keyword:"format",params:{format: "date-time"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/Timestamp",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.RoomSid !== undefined){
let data4 = data.RoomSid;
if(typeof data4 === "string"){
if(!pattern3.test(data4)){
const err14 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/pattern",keyword:"pattern",params:{pattern: "^RM[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/RoomSid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.CompositionSid !== undefined){
let data5 = data.CompositionSid;
if(typeof data5 === "string"){
if(!pattern25.test(data5)){
const err16 = {instancePath:instancePath+"/CompositionSid",schemaPath:"urn:reelay:schema:common#/definitions/compositionSid/pattern",keyword:"pattern",params:{pattern: "^CJ[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/CompositionSid",schemaPath:"urn:reelay:schema:common#/definitions/compositionSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.CompositionUri !== undefined){
let data6 = data.CompositionUri;
if(typeof data6 === "string"){
if(!pattern26.test(data6)){
const err18 = {instancePath:instancePath+"/CompositionUri",schemaPath:"#/properties/CompositionUri/pattern",keyword:"pattern",params:{pattern: "^/v[0-9]+/Compositions/CJ[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/CompositionUri",schemaPath:"#/properties/CompositionUri/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.HookSid !== undefined){
let data7 = data.HookSid;
if(typeof data7 === "string"){
if(!pattern27.test(data7)){
const err20 = {instancePath:instancePath+"/HookSid",schemaPath:"urn:reelay:schema:common#/definitions/hookSid/pattern",keyword:"pattern",params:{pattern: "^HK[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/HookSid",schemaPath:"urn:reelay:schema:common#/definitions/hookSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.HookUri !== undefined){
let data8 = data.HookUri;
if(typeof data8 === "string"){
if(!pattern28.test(data8)){
const err22 = {instancePath:instancePath+"/HookUri",schemaPath:"#/properties/HookUri/pattern",keyword:"pattern",params:{pattern: "^/v[0-9]+/CompositionHooks/HK[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/HookUri",schemaPath:"#/properties/HookUri/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.HookFriendlyName !== undefined){
if(typeof data.HookFriendlyName !== "string"){
const err24 = {instancePath:instancePath+"/HookFriendlyName",schemaPath:"#/properties/HookFriendlyName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.MediaUri !== undefined){
let data10 = data.MediaUri;
if(typeof data10 === "string"){
if(!pattern29.test(data10)){
const err25 = {instancePath:instancePath+"/MediaUri",schemaPath:"#/properties/MediaUri/pattern",keyword:"pattern",params:{pattern: "^/v[0-9]+/Compositions/CJ[0-9a-fA-F]{32}/Media$"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/MediaUri",schemaPath:"#/properties/MediaUri/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.Duration !== undefined){
let data11 = data.Duration;
if(typeof data11 === "string"){
if(!(formats2(data11))){
const err27 = {instancePath:instancePath+"/Duration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/Duration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.Size !== undefined){
let data12 = data.Size;
if(typeof data12 === "string"){
if(!(formats2(data12))){
const err29 = {instancePath:instancePath+"/Size",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/Size",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.MediaExternalLocation !== undefined){
let data13 = data.MediaExternalLocation;
if(typeof data13 === "string"){
if(!pattern9.test(data13)){
const err31 = {instancePath:instancePath+"/MediaExternalLocation",schemaPath:"urn:reelay:schema:common#/definitions/chosenUrl/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9+.-]*:.+$"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/MediaExternalLocation",schemaPath:"urn:reelay:schema:common#/definitions/chosenUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data.PercentageDone !== undefined){
let data14 = data.PercentageDone;
if(typeof data14 === "string"){
if(!(formats2(data14))){
const err33 = {instancePath:instancePath+"/PercentageDone",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/PercentageDone",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.SecondsRemaining !== undefined){
let data15 = data.SecondsRemaining;
if(typeof data15 === "string"){
if(!(formats2(data15))){
const err35 = {instancePath:instancePath+"/SecondsRemaining",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/SecondsRemaining",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.FailedOperation !== undefined){
if(typeof data.FailedOperation !== "string"){
const err37 = {instancePath:instancePath+"/FailedOperation",schemaPath:"#/properties/FailedOperation/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.ErrorMessage !== undefined){
if(typeof data.ErrorMessage !== "string"){
const err38 = {instancePath:instancePath+"/ErrorMessage",schemaPath:"#/properties/ErrorMessage/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
validate15.errors = vErrors;
return errors === 0;
}

export const isVoiceRecordingCallback = validate16;
const schema57 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:reelay:schema:callback:voice-recording","type":"object","properties":{"AccountSid":{"$ref":"urn:reelay:schema:common#/definitions/accountSid"},"CallSid":{"$ref":"urn:reelay:schema:common#/definitions/callSid"},"ConferenceSid":{"$ref":"urn:reelay:schema:common#/definitions/conferenceSid"},"RecordingSid":{"$ref":"urn:reelay:schema:common#/definitions/voiceRecordingSid"},"RecordingStatus":{"type":"string","enum":["in-progress","completed","absent","failed"]},"RecordingUrl":{"$ref":"urn:reelay:schema:common#/definitions/url"},"RecordingDuration":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"RecordingChannels":{"$ref":"urn:reelay:schema:common#/definitions/integerText"},"RecordingStartTime":{"type":"string"},"RecordingSource":{"type":"string"},"RecordingTrack":{"type":"string"},"ErrorCode":{"$ref":"urn:reelay:schema:common#/definitions/integerText"}},"required":["AccountSid","RecordingSid","RecordingStatus"],"anyOf":[{"properties":{"CallSid":true},"required":["CallSid"]},{"properties":{"ConferenceSid":true},"required":["ConferenceSid"]}],"additionalProperties":true};
const schema59 = {"type":"string","pattern":"^CA[0-9a-fA-F]{32}$"};
const schema60 = {"type":"string","pattern":"^CF[0-9a-fA-F]{32}$"};
const schema61 = {"type":"string","pattern":"^RE[0-9a-fA-F]{32}$"};
const schema62 = {"type":"string","format":"uri"};
const pattern32 = new RegExp("^CA[0-9a-fA-F]{32}$", "u");
const pattern33 = new RegExp("^CF[0-9a-fA-F]{32}$", "u");
const pattern34 = new RegExp("^RE[0-9a-fA-F]{32}$", "u");
const formats36 = formats.uri;

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:reelay:schema:callback:voice-recording" */;
let vErrors = null;
let errors = 0;
const _errs1 = errors;
let valid0 = false;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.CallSid === undefined){
const err0 = {instancePath,schemaPath:"#/anyOf/0/required",keyword:"required",params:{missingProperty: "CallSid"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ConferenceSid === undefined){
const err1 = {instancePath,schemaPath:"#/anyOf/1/required",keyword:"required",params:{missingProperty: "ConferenceSid"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
valid0 = valid0 || _valid0;
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
else {
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.AccountSid === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "AccountSid"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.RecordingSid === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "RecordingSid"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.RecordingStatus === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "RecordingStatus"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.AccountSid !== undefined){
let data0 = data.AccountSid;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err6 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/pattern",keyword:"pattern",params:{pattern: "^AC[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/AccountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.CallSid !== undefined){
let data1 = data.CallSid;
if(typeof data1 === "string"){
if(!pattern32.test(data1)){
const err8 = {instancePath:instancePath+"/CallSid",schemaPath:"urn:reelay:schema:common#/definitions/callSid/pattern",keyword:"pattern",params:{pattern: "^CA[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/CallSid",schemaPath:"urn:reelay:schema:common#/definitions/callSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.ConferenceSid !== undefined){
let data2 = data.ConferenceSid;
if(typeof data2 === "string"){
if(!pattern33.test(data2)){
const err10 = {instancePath:instancePath+"/ConferenceSid",schemaPath:"urn:reelay:schema:common#/definitions/conferenceSid/pattern",keyword:"pattern",params:{pattern: "^CF[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/ConferenceSid",schemaPath:"urn:reelay:schema:common#/definitions/conferenceSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.RecordingSid !== undefined){
let data3 = data.RecordingSid;
if(typeof data3 === "string"){
if(!pattern34.test(data3)){
const err12 = {instancePath:instancePath+"/RecordingSid",schemaPath:"urn:reelay:schema:common#/definitions/voiceRecordingSid/pattern",keyword:"pattern",params:{pattern: "^RE[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/RecordingSid",schemaPath:"urn:reelay:schema:common#/definitions/voiceRecordingSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.RecordingStatus !== undefined){
let data4 = data.RecordingStatus;
if(typeof data4 !== "string"){
const err14 = {instancePath:instancePath+"/RecordingStatus",schemaPath:"#/properties/RecordingStatus/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(!((((data4 === "in-progress") || (data4 === "completed")) || (data4 === "absent")) || (data4 === "failed"))){
const err15 = {instancePath:instancePath+"/RecordingStatus",schemaPath:"#/properties/RecordingStatus/enum",keyword:"enum",params:{allowedValues: schema57.properties.RecordingStatus.enum}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.RecordingUrl !== undefined){
let data5 = data.RecordingUrl;
if(typeof data5 === "string"){
if(!(formats36(data5))){
const err16 = {instancePath:instancePath+"/RecordingUrl",schemaPath:"urn:reelay:schema:common#/definitions/url/format",keyword:"format",params:{format: "uri"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/RecordingUrl",schemaPath:"urn:reelay:schema:common#/definitions/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.RecordingDuration !== undefined){
let data6 = data.RecordingDuration;
if(typeof data6 === "string"){
if(!(formats2(data6))){
const err18 = {instancePath:instancePath+"/RecordingDuration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/RecordingDuration",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.RecordingChannels !== undefined){
let data7 = data.RecordingChannels;
if(typeof data7 === "string"){
if(!(formats2(data7))){
const err20 = {instancePath:instancePath+"/RecordingChannels",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/RecordingChannels",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.RecordingStartTime !== undefined){
if(typeof data.RecordingStartTime !== "string"){
const err22 = {instancePath:instancePath+"/RecordingStartTime",schemaPath:"#/properties/RecordingStartTime/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.RecordingSource !== undefined){
if(typeof data.RecordingSource !== "string"){
const err23 = {instancePath:instancePath+"/RecordingSource",schemaPath:"#/properties/RecordingSource/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.RecordingTrack !== undefined){
if(typeof data.RecordingTrack !== "string"){
const err24 = {instancePath:instancePath+"/RecordingTrack",schemaPath:"#/properties/RecordingTrack/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.ErrorCode !== undefined){
let data11 = data.ErrorCode;
if(typeof data11 === "string"){
if(!(formats2(data11))){
const err25 = {instancePath:instancePath+"/ErrorCode",schemaPath:"urn:reelay:schema:common#/definitions/integerText/format",keyword:"format",params:{format: "int53"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/ErrorCode",schemaPath:"urn:reelay:schema:common#/definitions/integerText/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
validate16.errors = vErrors;
return errors === 0;
}

export const isRecording = validate17;
const schema66 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:reelay:schema:recording","type":"object","properties":{"accountSid":{"$ref":"urn:reelay:schema:common#/definitions/accountSid"},"sid":{"$ref":"urn:reelay:schema:common#/definitions/videoRecordingSid"},"sourceSid":{"$ref":"urn:reelay:schema:common#/definitions/sourceSid"},"trackName":{"type":"string"},"status":{"type":"string","enum":["processing","completed","deleted","failed"]},"type":{"$ref":"urn:reelay:schema:common#/definitions/recordingType"},"containerFormat":{"$ref":"urn:reelay:schema:common#/definitions/containerFormat"},"codec":{"type":"string","enum":["VP8","H264","OPUS","PCMU"]},"duration":{"$ref":"urn:reelay:schema:common#/definitions/integer"},"size":{"$ref":"urn:reelay:schema:common#/definitions/integer"},"offset":{"$ref":"urn:reelay:schema:common#/definitions/integer"},"groupingSids":{"type":"object","properties":{"room_sid":{"$ref":"urn:reelay:schema:common#/definitions/roomSid"},"participant_sid":{"$ref":"urn:reelay:schema:common#/definitions/participantSid"}},"additionalProperties":{"type":"string"}},"url":{"$ref":"urn:reelay:schema:common#/definitions/url"},"links":{"type":"object","properties":{"media":{"$ref":"urn:reelay:schema:common#/definitions/url"}},"additionalProperties":{"$ref":"urn:reelay:schema:common#/definitions/url"}},"mediaExternalLocation":{"$ref":"urn:reelay:schema:common#/definitions/chosenUrl"},"dateCreated":{"$ref":"urn:reelay:schema:common#/definitions/timestamp"},"statusCallback":{"type":"string"},"statusCallbackMethod":{"type":"string","enum":["HEAD","GET","POST","PATCH","PUT","DELETE"]}},"required":["accountSid","sid","status"],"additionalProperties":false};
const schema72 = {"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991};
const func2 = Object.prototype.hasOwnProperty;

function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:reelay:schema:recording" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.accountSid === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "accountSid"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.sid === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sid"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.status === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "status"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema66.properties, key0))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.accountSid !== undefined){
let data0 = data.accountSid;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err4 = {instancePath:instancePath+"/accountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/pattern",keyword:"pattern",params:{pattern: "^AC[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/accountSid",schemaPath:"urn:reelay:schema:common#/definitions/accountSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.sid !== undefined){
let data1 = data.sid;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err6 = {instancePath:instancePath+"/sid",schemaPath:"urn:reelay:schema:common#/definitions/videoRecordingSid/pattern",keyword:"pattern",params:{pattern: "^RT[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/sid",schemaPath:"urn:reelay:schema:common#/definitions/videoRecordingSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.sourceSid !== undefined){
let data2 = data.sourceSid;
if(typeof data2 === "string"){
if(!pattern5.test(data2)){
const err8 = {instancePath:instancePath+"/sourceSid",schemaPath:"urn:reelay:schema:common#/definitions/sourceSid/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z]{2}[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/sourceSid",schemaPath:"urn:reelay:schema:common#/definitions/sourceSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.trackName !== undefined){
if(typeof data.trackName !== "string"){
const err10 = {instancePath:instancePath+"/trackName",schemaPath:"#/properties/trackName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.status !== undefined){
let data4 = data.status;
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(!((((data4 === "processing") || (data4 === "completed")) || (data4 === "deleted")) || (data4 === "failed"))){
const err12 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/enum",keyword:"enum",params:{allowedValues: schema66.properties.status.enum}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.type !== undefined){
let data5 = data.type;
if(typeof data5 !== "string"){
const err13 = {instancePath:instancePath+"/type",schemaPath:"urn:reelay:schema:common#/definitions/recordingType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(((data5 === "audio") || (data5 === "video")) || (data5 === "data"))){
const err14 = {instancePath:instancePath+"/type",schemaPath:"urn:reelay:schema:common#/definitions/recordingType/enum",keyword:"enum",params:{allowedValues: schema21.enum}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.containerFormat !== undefined){
let data6 = data.containerFormat;
if(typeof data6 !== "string"){
const err15 = {instancePath:instancePath+"/containerFormat",schemaPath:"urn:reelay:schema:common#/definitions/containerFormat/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(!((data6 === "mka") || (data6 === "mkv"))){
const err16 = {instancePath:instancePath+"/containerFormat",schemaPath:"urn:reelay:schema:common#/definitions/containerFormat/enum",keyword:"enum",params:{allowedValues: schema20.enum}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.codec !== undefined){
let data7 = data.codec;
if(typeof data7 !== "string"){
const err17 = {instancePath:instancePath+"/codec",schemaPath:"#/properties/codec/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!((((data7 === "VP8") || (data7 === "H264")) || (data7 === "OPUS")) || (data7 === "PCMU"))){
const err18 = {instancePath:instancePath+"/codec",schemaPath:"#/properties/codec/enum",keyword:"enum",params:{allowedValues: schema66.properties.codec.enum}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.duration !== undefined){
let data8 = data.duration;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err19 = {instancePath:instancePath+"/duration",schemaPath:"urn:reelay:schema:common#/definitions/integer/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 9007199254740991 || isNaN(data8)){
const err20 = {instancePath:instancePath+"/duration",schemaPath:"urn:reelay:schema:common#/definitions/integer/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data8 < -9007199254740991 || isNaN(data8)){
const err21 = {instancePath:instancePath+"/duration",schemaPath:"urn:reelay:schema:common#/definitions/integer/minimum",keyword:"minimum",params:{comparison: ">=", limit: -9007199254740991}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data.size !== undefined){
let data9 = data.size;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err22 = {instancePath:instancePath+"/size",schemaPath:"urn:reelay:schema:common#/definitions/integer/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 9007199254740991 || isNaN(data9)){
const err23 = {instancePath:instancePath+"/size",schemaPath:"urn:reelay:schema:common#/definitions/integer/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data9 < -9007199254740991 || isNaN(data9)){
const err24 = {instancePath:instancePath+"/size",schemaPath:"urn:reelay:schema:common#/definitions/integer/minimum",keyword:"minimum",params:{comparison: ">=", limit: -9007199254740991}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
if(data.offset !== undefined){
let data10 = data.offset;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err25 = {instancePath:instancePath+"/offset",schemaPath:"urn:reelay:schema:common#/definitions/integer/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 9007199254740991 || isNaN(data10)){
const err26 = {instancePath:instancePath+"/offset",schemaPath:"urn:reelay:schema:common#/definitions/integer/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data10 < -9007199254740991 || isNaN(data10)){
const err27 = {instancePath:instancePath+"/offset",schemaPath:"urn:reelay:schema:common#/definitions/integer/minimum",keyword:"minimum",params:{comparison: ">=", limit: -9007199254740991}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
if(data.groupingSids !== undefined){
let data11 = data.groupingSids;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key1 in data11){
if(!((key1 === "room_sid") || (key1 === "participant_sid"))){
if(typeof data11[key1] !== "string"){
const err28 = {instancePath:instancePath+"/groupingSids/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/groupingSids/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
if(data11.room_sid !== undefined){
let data13 = data11.room_sid;
if(typeof data13 === "string"){
if(!pattern3.test(data13)){
const err29 = {instancePath:instancePath+"/groupingSids/room_sid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/pattern",keyword:"pattern",params:{pattern: "^RM[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/groupingSids/room_sid",schemaPath:"urn:reelay:schema:common#/definitions/roomSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data11.participant_sid !== undefined){
let data14 = data11.participant_sid;
if(typeof data14 === "string"){
if(!pattern4.test(data14)){
const err31 = {instancePath:instancePath+"/groupingSids/participant_sid",schemaPath:"urn:reelay:schema:common#/definitions/participantSid/pattern",keyword:"pattern",params:{pattern: "^PA[0-9a-fA-F]{32}$"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/groupingSids/participant_sid",schemaPath:"urn:reelay:schema:common#/definitions/participantSid/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/groupingSids",schemaPath:"#/properties/groupingSids/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.url !== undefined){
let data15 = data.url;
if(typeof data15 === "string"){
if(!(formats36(data15))){
const err34 = {instancePath:instancePath+"/url",schemaPath:"urn:reelay:schema:common#/definitions/url/format",keyword:"format",params:{format: "uri"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/url",schemaPath:"urn:reelay:schema:common#/definitions/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.links !== undefined){
let data16 = data.links;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key2 in data16){
if(!(key2 === "media")){
let data17 = data16[key2];
if(typeof data17 === "string"){
if(!(formats36(data17))){
const err36 = {instancePath:instancePath+"/links/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"urn:reelay:schema:common#/definitions/url/format",keyword:"format",params:{format: "uri"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/links/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"urn:reelay:schema:common#/definitions/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
if(data16.media !== undefined){
let data18 = data16.media;
if(typeof data18 === "string"){
if(!(formats36(data18))){
const err38 = {instancePath:instancePath+"/links/media",schemaPath:"urn:reelay:schema:common#/definitions/url/format",keyword:"format",params:{format: "uri"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
else {
const err39 = {instancePath:instancePath+"/links/media",schemaPath:"urn:reelay:schema:common#/definitions/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/links",schemaPath:"#/properties/links/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.mediaExternalLocation !== undefined){
let data19 = data.mediaExternalLocation;
if(typeof data19 === "string"){
if(!pattern9.test(data19)){
const err41 = {instancePath:instancePath+"/mediaExternalLocation",schemaPath:"urn:reelay:schema:common#/definitions/chosenUrl/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9+.-]*:.+$"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/mediaExternalLocation",schemaPath:"urn:reelay:schema:common#/definitions/chosenUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.dateCreated !== undefined){
let data20 = data.dateCreated;
if(typeof data20 === "string"){
if(!pattern2.test(data20)){
const err43 = {instancePath:instancePath+"/dateCreated",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?(Z|[+-]\\d\\d:\\d\\d)$"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(!(formats0.validate(data20))){
const err44 = {instancePath:instancePath+"/dateCreated",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/format",keyword:"format",params:{format: "date-time"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/dateCreated",schemaPath:"urn:reelay:schema:common#/definitions/timestamp/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.statusCallback !== undefined){
if(typeof data.statusCallback !== "string"){
const err46 = {instancePath:instancePath+"/statusCallback",schemaPath:"#/properties/statusCallback/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.statusCallbackMethod !== undefined){
let data22 = data.statusCallbackMethod;
if(typeof data22 !== "string"){
const err47 = {instancePath:instancePath+"/statusCallbackMethod",schemaPath:"#/properties/statusCallbackMethod/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(!((((((data22 === "HEAD") || (data22 === "GET")) || (data22 === "POST")) || (data22 === "PATCH")) || (data22 === "PUT")) || (data22 === "DELETE"))){
const err48 = {instancePath:instancePath+"/statusCallbackMethod",schemaPath:"#/properties/statusCallbackMethod/enum",keyword:"enum",params:{allowedValues: schema66.properties.statusCallbackMethod.enum}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
validate17.errors = vErrors;
return errors === 0;
}
