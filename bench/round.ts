import { closedLoop, type LoadResult } from './closed-loop.ts'
import { makeRequests, type Traffic } from './requests.ts'

export interface Scenario {
  keepAlive: boolean
  traffic: Traffic
  requests: number
}

/** Warms a contestant up, then measures it once. */
export async function runRound(ports: readonly number[], scenario: Scenario): Promise<LoadResult> {
  const { keepAlive, traffic, requests } = scenario
  const connection = keepAlive ? 'keep-alive' : 'close'
  const load = { ports, connections: 64, keepAlive }
  const warm = makeRequests(Math.ceil(requests / 4), traffic, connection)
  await closedLoop({ ...load, requests: warm })
  const measured = makeRequests(requests, traffic, connection)
  const result = await closedLoop({ ...load, requests: measured })
  const wanted = traffic === 'forged' ? '403' : '204'
  const answered = result.statuses[wanted] ?? 0
  if (answered !== requests) {
    throw new Error(`${requests} requests, but: ${JSON.stringify(result.statuses)}`)
  }
  return result
}

/** The middle one of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
