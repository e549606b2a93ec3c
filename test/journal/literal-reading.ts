import { createHash } from 'node:crypto'
import type { GenuineCallback } from '../../src/domain/callback.ts'
import type { Reading } from '../../src/domain/reading.ts'

/**
 * The smallest possible provider: a body is `SUBJECT EVENT CONTENT`, or anything else for a
 * callback that fits no schema. Lets the journal's tests say exactly which identity a callback has.
 */
export const literalReading: Reading = {
  parse(raw) {
    const [subject, event, content] = Buffer.from(raw.body).toString().split(' ')
    if (event === undefined) {
      return { kind: 'misfit', errors: [{ path: '', message: 'has no event' }] }
    }
    if (event === 'throws') throw new Error('a mistake in the parser')
    return {
      kind: 'event',
      event: {
        id: `${subject}-${event}`,
        type: `test.${event}`,
        source: '/accounts/ACtest',
        subject: subject!,
        dataschema: 'urn:test',
        data: { content: content ?? '' },
      },
    }
  },
  sameContent: (a, b) => a.data['content'] === b.data['content'],
  factsOf: () => ({}),
  mentionsOf: raw => ({
    identities: [Buffer.from(raw.body).toString().split(' ')[2] ?? ''],
    rooms: [],
  }),
  signedTextKey: text => sha256(text),
  eventIdKey: id => sha256(`id ${id}`),
  misfitId: text => `misfit-${Buffer.from(sha256(text)).toString('hex')}`,
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest().subarray(0, 16)
}

/** A callback whose signed text is its body, unless told otherwise. */
export function callback(body: string, signedText: string = body): GenuineCallback {
  return {
    method: 'POST',
    publicUrl: 'https://example.test',
    target: '/callbacks',
    headers: { 'content-type': 'text/plain' },
    body: Buffer.from(body),
    signedText,
  }
}
