import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Keeps `close()` from waiting for clients: connections that never brought a byte end at once (to
 * Node they are not idle), half-sent requests after `drainMs` (Node no longer times them out).
 */
export function closeInTime(app: FastifyInstance, drainMs: number): void {
  const sockets = new Set<Socket>()
  let timer: NodeJS.Timeout | undefined

  app.server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  app.addHook('preClose', done => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    timer = setTimeout(() => app.server.closeAllConnections(), drainMs)
    done()
  })
  app.addHook('onClose', (_app, done) => {
    clearTimeout(timer)
    done()
  })
}
