import { connect, type Socket } from 'node:net'

/** What a round of load measured. Times in ms. */
export interface LoadResult {
  requestsPerSecond: number
  p50: number
  p99: number
  /** How many answers had each status. */
  statuses: Record<string, number>
}

/**
 * Sends ready-made requests over a fixed number of connections; each sends its next one when the
 * last is answered. Speaks only as much HTTP as our contestants' small answers need.
 */
export function closedLoop(options: {
  /** Connections are spread over these. */
  ports: readonly number[]
  requests: readonly Buffer[]
  connections: number
  keepAlive: boolean
  /** Requests a second at the most; as many as are answered, if absent. */
  rate?: number
}): Promise<LoadResult> {
  const { ports, requests, connections, keepAlive, rate = Number.POSITIVE_INFINITY } = options
  const times: number[] = []
  const statuses: Record<string, number> = {}
  const readBuffer = Buffer.alloc(65_536)
  let next = 0
  let open = connections
  const { promise, resolve, reject } = Promise.withResolvers<LoadResult>()
  const began = performance.now()

  function done(): void {
    if (--open > 0) return
    const seconds = (performance.now() - began) / 1000
    times.sort((a, b) => a - b)
    resolve({
      requestsPerSecond: times.length / seconds,
      p50: times[Math.floor(times.length * 0.5)] ?? Number.NaN,
      p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
      statuses,
    })
  }

  function run(port: number): void {
    if (next >= requests.length) return done()
    let answer = ''
    let sent = performance.now()
    // Reading into one buffer of ours leaves out the stream: the load should cost little itself.
    const onread = { buffer: readBuffer, callback: received }
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true, onread })
    const send = (): void => {
      const early = began + (next * 1000) / rate - performance.now()
      if (early > 1) return void setTimeout(resume, early)
      sent = performance.now()
      socket.write(requests[next++]!)
    }
    const resume = (): void => {
      if (next < requests.length) return send()
      socket.destroy()
      done()
    }
    const finished = (): void => {
      times.push(performance.now() - sent)
      const status = answer.slice(9, 12)
      statuses[status] = (statuses[status] ?? 0) + 1
      answer = ''
    }
    function received(bytes: number): boolean {
      answer += readBuffer.toString('latin1', 0, bytes)
      if (!keepAlive || !isComplete(answer)) return true
      finished()
      resume()
      return true
    }
    socket.on('error', reject)
    send()
    if (keepAlive) return
    socket.on('end', () => {
      finished()
      socket.destroy()
      run(port)
    })
  }

  for (let index = 0; index < connections; index++) run(ports[index % ports.length]!)
  return promise
}

function isComplete(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /content-length: (\d+)/i.exec(answer)
  return answer.length >= head + 4 + Number(length?.[1] ?? 0)
}
