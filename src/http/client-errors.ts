import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { problemOf, wireText } from './problem.ts'
import { Rejected, type Rejection, rejections } from './rejection.ts'

/** What Node's `clientError` brings. */
interface ClientError extends Error {
  code?: string
  rawPacket?: Buffer
  bytesParsed?: number
}

/** Node's own link from a connection to the response that it is busy with. */
type ServerSocket = Socket & { _httpMessage?: ServerResponse | null }

/**
 * Answers what Node's parser gives up on, in our words. Where a request is under way on the
 * connection, it fails by an error of its own, and is answered like any other; `rejected` is told
 * of all others.
 */
export function createClientErrorHandler(options: {
  lingerMs: number
  rejected(rejection: Rejection): void
}): (error: Error, socket: Socket) => void {
  const given = new WeakSet<Socket>()

  return (error, socket) => {
    const rejection = rejectionOf(error)
    if (rejection === undefined) {
      socket.destroy()
      return
    }
    // the parser complains of every packet that follows
    if (given.has(socket)) return
    given.add(socket)
    whenAnswered(socket, open => {
      if (open) {
        // nobody listens to one that was answered before it was read
        if (open.listenerCount('error') > 0) open.emit('error', new Rejected(rejection))
        return
      }
      // a connection that was opened and never used brought no request
      if (socket.bytesRead > 0) options.rejected(rejection)
      endWith(socket, wireText(problemOf(rejection)), options.lingerMs)
    })
  }
}

/** Sends the last bytes of a connection, and lets the client read them. */
export function endWith(socket: Socket, text: string, lingerMs: number): void {
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(timer))
  socket.end(text)
  socket.resume()
}

/**
 * Waits for the requests that came whole before the connection went wrong; then tells of the one
 * that has not, if there is one.
 */
function whenAnswered(socket: ServerSocket, then: (open?: IncomingMessage) => void): void {
  const response = socket._httpMessage
  if (!response) {
    if (socket.writable) then()
    else socket.destroy()
  } else if (response.req.complete) {
    response.once('close', () => whenAnswered(socket, then))
  } else then(response.req)
}

function rejectionOf(error: ClientError): Rejection | undefined {
  switch (error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return rejections.tooSlow
    case 'HPE_HEADER_OVERFLOW':
      return isRequestLine(error) ? rejections.targetTooLong : rejections.headersTooLarge
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return rejections.bodyTooLarge
    case 'HPE_INVALID_EOF_STATE':
      return rejections.truncated
    default:
      return error.code?.startsWith('HPE_') ? rejections.malformed : undefined
  }
}

/**
 * Did the head overflow in its first line? Told by the start of the line, or by its end where it
 * started in an earlier packet; only a line that fills whole packets is taken for a header.
 */
function isRequestLine({ rawPacket, bytesParsed = 0 }: ClientError): boolean {
  const packet = rawPacket?.toString('latin1') ?? ''
  const start = packet.lastIndexOf('\n', bytesParsed - 1) + 1
  const [line = ''] = packet.slice(start).split('\n', 1)
  return /^[A-Z-]+ \S/.test(line) || /^\S* HTTP\/\d\.\d\r?$/.test(line)
}
