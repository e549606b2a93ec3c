import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** A request that is on the machine already is read within this, ms. */
const readWithin = 300

/**
 * Keeps `close()` from waiting for clients: connections that brought no byte end soon (to Node they
 * are not idle; a request may just not have been read yet), half-sent requests after `drainMs`
 * (Node no longer times them out).
 */
export function closeInTime(app: FastifyInstance, drainMs: number): void {
  const sockets = new Set<Socket>()
  let reading: NodeJS.Timeout | undefined
  let draining: NodeJS.Timeout | undefined

  app.server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  app.addHook('preClose', done => {
    reading = setTimeout(
      () => {
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
      },
      Math.min(readWithin, drainMs / 2),
    )
    draining = setTimeout(() => app.server.closeAllConnections(), drainMs)
    done()
  })
  app.addHook('onClose', (_app, done) => {
    clearTimeout(reading)
    clearTimeout(draining)
    done()
  })
}
