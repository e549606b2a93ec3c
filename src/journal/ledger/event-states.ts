import type { EventState } from '../../domain/ledger.ts'
import type { Query } from './query.ts'
import { eventStateAt, isSkipped, type SinkContext } from './sink-context.ts'

/** What became of some events at one sink, by their positions. @throws Unstored */
export async function readSinkStates(
  query: Query,
  sink: SinkContext,
  events: readonly { position: number; type: string; received_at: number }[],
): Promise<Map<number, EventState>> {
  const positions = events.map(({ position }) => position)
  if (positions.length === 0) return new Map()
  const parked = await query.rows<{ position: number; state: 'waiting' | 'dead' }>(
    `SELECT position, state FROM parked
     WHERE sink = $1 AND ${query.dialect.among('position', 2, 'bigint')}`,
    [sink.name, positions],
  )
  const states = new Map(parked.map(({ position, state }) => [position, state]))
  const delivered = new Set<number>()
  for (const position of positions.filter(each => isSkipped(sink, each))) {
    if (await wasDelivered(query, sink.name, position)) delivered.add(position)
  }
  return new Map(
    events.map(({ position, type, received_at: receivedAt }) => {
      const event = { position, type, receivedAt }
      const was = () => delivered.has(position)
      return [position, eventStateAt(sink, event, states.get(position), was)]
    }),
  )
}

async function wasDelivered(query: Query, sink: string, position: number): Promise<boolean> {
  const row = await query.row(
    `SELECT 1 AS one FROM batch
     WHERE sink = $1 AND last >= $2 AND first <= $2 AND delivered > 0 LIMIT 1`,
    [sink, position],
  )
  return row !== undefined
}
