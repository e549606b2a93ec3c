import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import type { GenuineCallback } from '../src/domain/callback.ts'
import { openStore } from '../src/journal/sqlite/store.ts'
import { reading } from '../src/twilio/reading.ts'
import { benchUrl, makeFields } from './requests.ts'

const groupSize = 5_000

/** Fills a journal with stored callbacks by the engine itself, over HTTP it would take minutes. */
export async function fillStore(path: string, count: number): Promise<number> {
  const store = openStore(path, reading, Date.now)
  for (let done = 0; done < count; done += groupSize) {
    const appends = Array.from({ length: Math.min(groupSize, count - done) }, makeCallback)
    const { receipts } = store.commit({ appends, settlements: [], opens: [] })
    if (receipts.some(({ outcome }) => outcome !== 'stored')) throw new Error('not stored')
    store.checkpoint()
  }
  store.close()
  return statSync(path).size
}

/** A genuine callback of a recording of its own, as the verifier would hand it on. */
export function makeCallback(): GenuineCallback {
  const fields = makeFields()
  const body = fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    method: 'POST',
    publicUrl: new URL(benchUrl).origin,
    target: new URL(benchUrl).pathname,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': createHash('sha1').update(body).digest('base64'),
    },
    body: Buffer.from(body),
    signedText: benchUrl + sorted.flat().join(''),
  }
}
