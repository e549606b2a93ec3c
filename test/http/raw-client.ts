import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** An answer as it came over the wire; header names in lower case. */
export interface RawAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** One connection that sends bytes as they are given, and reads answers one by one. */
export interface RawClient {
  socket: Socket
  send(...parts: (string | Uint8Array)[]): void
  /** The next answer. Rejects if the connection ends without a whole one. */
  answer(options?: { head?: boolean }): Promise<RawAnswer>
  /** Resolves with what was left unread once the connection is closed, for whatever reason. */
  closed: Promise<string>
}

/** Opens a connection to 127.0.0.1. Strings are sent as Latin-1. */
export async function openRaw(port: number): Promise<RawClient> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let unread = ''
  let over = false
  let wake = () => {}
  socket.on('data', chunk => {
    unread += chunk.toString('latin1')
    wake()
  })
  socket.on('error', () => {})
  socket.on('end', () => {
    over = true
    wake()
    socket.end()
  })
  const closed = new Promise<string>(resolve => {
    socket.on('close', () => {
      over = true
      wake()
      resolve(unread)
    })
  })
  await once(socket, 'connect')

  async function until(found: () => boolean): Promise<void> {
    while (!found()) {
      if (over) throw new Error(`no whole answer: ${JSON.stringify(unread)}`)
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }

  return {
    socket,
    closed,
    send(...parts) {
      for (const part of parts) socket.write(part as string, 'latin1')
    },
    async answer({ head = false } = {}) {
      await until(() => unread.includes('\r\n\r\n'))
      const end = unread.indexOf('\r\n\r\n') + 4
      const [statusLine = '', ...lines] = unread.slice(0, end - 4).split('\r\n')
      const headers = Object.fromEntries(
        lines.map(line => {
          const colon = line.indexOf(':')
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
        }),
      )
      const length = head ? 0 : Number(headers['content-length'] ?? 0)
      await until(() => unread.length >= end + length)
      const body = unread.slice(end, end + length)
      unread = unread.slice(end + length)
      return { status: Number(statusLine.split(' ')[1]), headers, body }
    },
  }
}
