import { _ } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { allSchemas, createAjv, type Schema } from '../src/schemas.ts'

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
  const code = standalone.default(
    createAjv({
      schemas: allSchemas().map(withoutProse),
      messages: false, // src/twilio/schema-errors.ts has its own
      code: { source: true, esm: true, lines: true, formats: _`formats` },
    }),
    validators,
  )
  if (code.includes('require(')) throw new Error('a keyword needs a part of Ajv at run time')
  return [
    '// Generated from schemas/ by `npm run generate`: do not edit.',
    '// @ts-nocheck',
    "import { formats } from '../formats.ts'",
    code.replace(/^"use strict";\s*/, ''),
  ].join('\n')
}

/** Ajv puts the schemas into its code: what is for people need not be parsed at each start. */
function withoutProse(schema: Schema): Schema {
  const prose = ['title', 'description']
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      prose.includes(key) && typeof value === 'string' ? undefined : value,
    ),
  )
}
