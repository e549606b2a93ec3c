import type { CallbackMethod, GenuineCallback } from '../domain/callback.ts'
import type { Receipt } from '../domain/journal.ts'

/**
 * Callbacks as they cross to the journal's thread: six texts for each, one after the other, the
 * body as Latin-1 (a character a byte). Structured cloning of flat texts costs a fraction of what
 * objects and buffers cost, and this is done for every callback on the thread that serves.
 */
export type CallbackTexts = string[]

const textsEach = 6

export function appendTexts(texts: CallbackTexts, callback: GenuineCallback): void {
  const { method, publicUrl, target, headers, body, signedText } = callback
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  texts.push(method, publicUrl, target, JSON.stringify(headers), bytes.toString('latin1'))
  texts.push(signedText)
}

export function readTexts(texts: CallbackTexts): GenuineCallback[] {
  const callbacks: GenuineCallback[] = []
  for (let at = 0; at < texts.length; at += textsEach) {
    callbacks.push({
      method: texts[at] as CallbackMethod,
      publicUrl: texts[at + 1]!,
      target: texts[at + 2]!,
      headers: JSON.parse(texts[at + 3]!),
      body: Buffer.from(texts[at + 4]!, 'latin1'),
      signedText: texts[at + 5]!,
    })
  }
  return callbacks
}

/** Receipts on their way back: nearly all are `stored`, and those go as flat texts too. */
export type ReceiptTexts = (string | Receipt)[]

export function toReceiptTexts(receipts: readonly Receipt[]): ReceiptTexts {
  const texts: ReceiptTexts = []
  for (const receipt of receipts) {
    if (receipt.outcome !== 'stored') texts.push(receipt)
    else {
      const { id, type = '', accountSid = '', recordingSid = '' } = receipt
      texts.push(id, type, accountSid, recordingSid)
    }
  }
  return texts
}

export function readReceipts(texts: ReceiptTexts): Receipt[] {
  const receipts: Receipt[] = []
  for (let at = 0; at < texts.length; at++) {
    const id = texts[at]!
    if (typeof id !== 'string') receipts.push(id)
    else {
      const [type, accountSid, recordingSid] = texts.slice(at + 1, at + 4) as string[]
      at += 3
      receipts.push({
        outcome: 'stored',
        id,
        ...(type && { type }),
        ...(accountSid && { accountSid }),
        ...(recordingSid && { recordingSid }),
      })
    }
  }
  return receipts
}
