/** One of a stream of Server-Sent Events. */
export interface ServerEvent {
  event: string
  data: string
  /** The last that the stream gave, with this one or before it. */
  id: string | undefined
}

/** A line beyond this, characters, is not ours. */
const longestLine = 4 * 1024 * 1024

/** Reads a stream of Server-Sent Events (WHATWG HTML). Comments are only signs of life. */
export async function* readServerEvents(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<ServerEvent> {
  let id: string | undefined
  let event = ''
  let data: string[] = []
  for await (const line of readLines(chunks)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n'), id }
      event = ''
      data = []
      continue
    }
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!
    if (name === 'data') data.push(value)
    else if (name === 'event') event = value
    else if (name === 'id' && !value.includes('\0')) id = value
  }
}

async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true })
    // A CR at the end may be half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop()!
    if (rest.length > longestLine) throw new Error('a line of the stream has no end')
    yield* lines
  }
}
