/** A line of a file; `number` from 1. */
export interface TextLine {
  number: number
  text: string
}

/** A line that can't be one of an export. */
export class BadLine extends Error {
  override name = 'BadLine'
  constructor(number: number, what: string) {
    super(`line ${number}: ${what}`)
  }
}

/** Many times what the largest callback takes. */
const longest = 4 * 1024 * 1024

const newline = 0x0a

/**
 * Splits a stream of bytes into lines; one that has no end is the last, and was cut off: it is left
 * out. Holds one line at a time, and no more than `longest` of it.
 * @throws BadLine where one is longer, or no UTF-8
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<TextLine> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let number = 1
  let begun: Buffer[] = []
  let length = 0
  for await (const given of input) {
    const chunk = typeof given === 'string' ? Buffer.from(given) : Buffer.from(given)
    let start = 0
    while (start < chunk.length) {
      const end = chunk.indexOf(newline, start)
      const part = chunk.subarray(start, end === -1 ? chunk.length : end)
      length += part.length
      if (length > longest) throw new BadLine(number, `is longer than ${longest} bytes`)
      begun.push(part)
      start += part.length + 1
      if (end === -1) break
      yield { number, text: decode(Buffer.concat(begun), number) }
      number++
      begun = []
      length = 0
    }
  }

  function decode(bytes: Buffer, number: number): string {
    try {
      return utf8.decode(bytes)
    } catch {
      throw new BadLine(number, 'is no UTF-8')
    }
  }
}
