import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './free-port.ts'

/**
 * `pass`: as if it were not there. `refuse`: nobody listens, open connections are reset. `hang`:
 * connections are taken, and nothing passes either way on any of them, as if every packet were
 * lost.
 */
export type CutOffMode = 'pass' | 'refuse' | 'hang'

/** A TCP proxy on 127.0.0.1 that can cut its clients off from the server. */
export interface CutOffProxy {
  port: number
  mode(): CutOffMode
  /**
   * Resolves when it is in force. Connections that hang go on hanging for good, but for `refuse`,
   * and for `pass` with `revive`: then what was held up on them arrives, late.
   */
  set(mode: CutOffMode, options?: { revive?: boolean }): Promise<void>
  /** Resets the connections that hang, as a keep-alive that got no answer does. */
  resetHung(): void
  /** `accepted` is of all time, the others are of now. */
  counts(): { accepted: number; open: number; hung: number }
  close(): Promise<void>
}

/** Starts one before a server, in mode `pass`. */
export async function startCutOffProxy(target: {
  port: number
  host?: string
}): Promise<CutOffProxy> {
  const links = new Set<Link>()
  let mode: CutOffMode = 'pass'
  let accepted = 0
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, client => {
    accepted++
    const link = createLink(client, target, () => links.delete(link))
    links.add(link)
    if (mode === 'pass') link.pass()
  })
  const port = await freePort()
  await listen()

  async function listen(): Promise<void> {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }

  async function stopListening(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const link of links) link.reset()
    await closed
  }

  const hung = (): Link[] => [...links].filter(link => link.hangs())

  return {
    port,
    mode: () => mode,
    async set(next, { revive = false } = {}) {
      mode = next
      if (next === 'refuse') return stopListening()
      if (next === 'hang') for (const link of links) link.hang()
      else if (revive) for (const link of hung()) link.pass()
      if (!server.listening) await listen()
    },
    resetHung() {
      for (const link of hung()) link.reset()
    },
    counts: () => ({ accepted, open: links.size, hung: hung().length }),
    close: stopListening,
  }
}

interface Link {
  pass(): void
  hang(): void
  hangs(): boolean
  reset(): void
}

/**
 * One client's connection and, from the first `pass` on, the one to the server. It hangs at first.
 */
function createLink(
  client: Socket,
  target: { port: number; host?: string },
  ended: () => void,
): Link {
  let server: Socket | undefined
  let hangs = true

  function open(): Socket {
    const { port, host = '127.0.0.1' } = target
    const socket = connect({ port, host, allowHalfOpen: true, noDelay: true })
    watch(socket)
    return socket
  }

  function watch(socket: Socket): void {
    // While it hangs, what happens on one side stays there.
    socket.on('error', () => hangs || reset())
    socket.on('close', () => {
      if (client.closed && (server?.closed ?? true)) ended()
    })
  }

  function reset(): void {
    for (const socket of [client, server]) {
      // A reset while an end is on its way fails, and leaves Node's handle open for good.
      if (socket?.writableEnded) socket.destroy()
      else socket?.resetAndDestroy()
    }
    ended()
  }

  client.setNoDelay(true)
  watch(client)
  return {
    pass() {
      server ??= open()
      hangs = false
      if (client.destroyed || server.destroyed) return reset()
      client.pipe(server)
      server.pipe(client)
    },
    hang() {
      hangs = true
      // Unread, what comes waits in the kernel, and so does the word that the other side is gone.
      client.unpipe().pause()
      server?.unpipe().pause()
    },
    hangs: () => hangs,
    reset,
  }
}
