import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What clients connect to. */
export interface Balancer {
  port: number
  close(): Promise<void>
}

/** How long a server is left out after it refused or kept somebody waiting. */
const leaveOutMs = 2_000

/**
 * A load balancer in front of servers on 127.0.0.1, for one request a connection: the next server
 * in turn that accepts it. Gives a connection up after `patienceMs()` without an answer, as real
 * ones do.
 */
export async function startBalancer(
  ports: readonly number[],
  patienceMs: () => number,
): Promise<Balancer> {
  const open = new Set<Socket>()
  const outUntil = new Map<number, number>()
  let turn = 0

  /** The next ones in turn; those that are left out come last, lest there be nobody. */
  function candidates(): number[] {
    turn = (turn + 1) % ports.length
    const inTurn = [...ports.slice(turn), ...ports.slice(0, turn)]
    const now = performance.now()
    const isOut = (port: number): boolean => (outUntil.get(port) ?? 0) > now
    return [...inTurn.filter(port => !isOut(port)), ...inTurn.filter(isOut)]
  }

  const leaveOut = (port: number): unknown => outUntil.set(port, performance.now() + leaveOutMs)

  function serve(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined || client.destroyed) return void client.destroy()
    const server = connect({ port, host: '127.0.0.1', noDelay: true })
    open.add(server)
    const patience = setTimeout(() => {
      leaveOut(port)
      client.destroy()
      server.destroy()
    }, patienceMs())
    let connected = false
    server.on('connect', () => {
      connected = true
      client.pipe(server).pipe(client)
    })
    server.on('error', () => leaveOut(port)) // 'close' follows
    server.on('close', () => {
      clearTimeout(patience)
      open.delete(server)
      if (connected) client.destroySoon()
      else serve(client, others)
    })
    client.once('close', () => server.destroy())
  }

  const front = createServer({ pauseOnConnect: true, noDelay: true }, client => {
    open.add(client)
    client.on('error', () => {}) // 'close' follows
    client.on('close', () => open.delete(client))
    serve(client, candidates())
  })
  await once(front.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (front.address() as AddressInfo).port,
    async close() {
      const closed = once(front, 'close')
      front.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
