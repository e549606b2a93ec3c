import t from 'tap'
import type { Receipt } from '../../src/domain/journal.ts'
import {
  appendTexts,
  readReceipts,
  readTexts,
  toReceiptTexts,
} from '../../src/journal/callback-codec.ts'
import { callback } from './literal-reading.ts'

t.test('callbacks cross to the other thread unchanged', async t => {
  const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const view = new Uint8Array(everyByte.buffer, everyByte.byteOffset + 3, 7)
  const sent = [
    { ...callback('RT1 a'), body: everyByte },
    { ...callback('', 'a signed text, é \ud83d\ude00'), body: view },
    { ...callback('RT2 a'), headers: { a: '"', 'content-type': 'text/plain; charset=é' } },
  ]
  const texts: string[] = []
  for (const each of sent) appendTexts(texts, each)
  t.same(
    readTexts(structuredClone(texts)),
    sent.map(each => ({ ...each, body: Buffer.from(each.body) })),
  )
})

t.test('receipts come back unchanged, in order', async t => {
  const receipts: Receipt[] = [
    { outcome: 'stored', id: 'RT1-a', type: 't', accountSid: 'AC1', recordingSid: 'RT1' },
    { outcome: 'duplicate', id: 'RT1-a', differs: true },
    { outcome: 'stored', id: 'RM1-a', type: 't', accountSid: 'AC1' },
    { outcome: 'quarantined', id: 'misfit-1', errors: [{ path: '/A', message: 'no' }] },
    { outcome: 'stored', id: 'RM2-a' },
  ]
  t.same(readReceipts(structuredClone(toReceiptTexts(receipts))), receipts)
})
