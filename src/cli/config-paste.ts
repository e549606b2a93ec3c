/** How to give a statusCallback URL to the provider: its CLI, curl and its SDK for Node. */
export function pasteLines(url: string, method: string): string {
  const shell = `'${url.replaceAll("'", "'\\''")}'`
  const node = `'${url.replaceAll(/['\\]/g, '\\$&')}'`
  return `\
Rooms of Video
  Twilio's CLI:
    twilio api:video:v1:rooms:create --record-participants-on-connect \\
      --status-callback ${shell} --status-callback-method ${method}
  curl:
    curl -X POST https://video.twilio.com/v1/Rooms -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" \\
      --data-urlencode StatusCallback=${shell} -d StatusCallbackMethod=${method} \\
      -d RecordParticipantsOnConnect=true
  Node:
    await client.video.v1.rooms.create({
      recordParticipantsOnConnect: true,
      statusCallback: ${node},
      statusCallbackMethod: '${method}',
    })

Recordings of calls (Voice)
  Twilio's CLI:
    twilio api:core:calls:recordings:create --call-sid "$CALL_SID" \\
      --recording-status-callback ${shell} --recording-status-callback-method ${method} \\
      --recording-status-callback-event completed --recording-status-callback-event absent
  curl:
    curl -X POST -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" \\
      "https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Calls/$CALL_SID/Recordings.json" \\
      --data-urlencode RecordingStatusCallback=${shell} -d RecordingStatusCallbackMethod=${method} \\
      -d RecordingStatusCallbackEvent=completed -d RecordingStatusCallbackEvent=absent
  Node:
    await client.calls(callSid).recordings.create({
      recordingStatusCallback: ${node},
      recordingStatusCallbackMethod: '${method}',
      recordingStatusCallbackEvent: ['completed', 'absent'],
    })
`
}
