import { _ } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { createAjv } from '../src/schemas.ts'

/** What runs for each callback, by the name that its validator is exported under. */
const validators = {
  isRecordingCallback: 'urn:reelay:schema:callback:recording',
  isRoomCallback: 'urn:reelay:schema:callback:room',
  isParticipantCallback: 'urn:reelay:schema:callback:participant',
  isTrackCallback: 'urn:reelay:schema:callback:track',
  isCompositionCallback: 'urn:reelay:schema:callback:composition',
  isVoiceRecordingCallback: 'urn:reelay:schema:callback:voice-recording',
  isRecording: 'urn:reelay:schema:recording',
}

/** Ajv's own code for them, so that neither Ajv nor a schema is loaded where callbacks are read. */
export function generateValidators(): string {
  const ajv = createAjv({ code: { source: true, esm: true, lines: true, formats: _`formats` } })
  const code = standalone.default(ajv, validators)
  if (code.includes('require(')) throw new Error('a keyword needs a part of Ajv at run time')
  return [
    '// Generated from schemas/ by `npm run generate`: do not edit.',
    '// @ts-nocheck',
    "import { formats } from '../formats.ts'",
    code.replace(/^"use strict";\s*/, ''),
  ].join('\n')
}
