import { toCloudEvent } from '../../domain/event.ts'
import type { EventAtSink, EventDetail } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { toRaw } from '../raw-row.ts'
import { readAttempts } from './attempts.ts'
import { type ParkedRow, readParked } from './parked-row.ts'
import type { Query } from './query.ts'
import {
  eventStateAt,
  type LedgerSink,
  readSinkContexts,
  type SinkContext,
} from './sink-context.ts'
import { parseRow, type StoredRow } from './stored-row.ts'

/** What is left of a callback that was erased. */
export interface Tombstone {
  position: number
  received_at: number
  id: string
  type: string | null
  subject: string | null
  purged_at: number
}

/**
 * All that is known of some callbacks, and of what became of them at each sink. @throws Unstored
 */
export async function readDetails(
  query: Query,
  reading: Reading,
  sinks: readonly LedgerSink[],
  rows: readonly StoredRow[],
): Promise<EventDetail[]> {
  const events = rows.filter(({ type }) => type !== null)
  const sinksOf = await readAtSinks(
    query,
    sinks,
    events.map(({ position, type, received_at: receivedAt }) => {
      return { position, type: type!, receivedAt }
    }),
  )
  return rows.map(row => ({ ...detailOf(reading, row), sinks: sinksOf(row.position) }))
}

function detailOf(reading: Reading, row: StoredRow): Omit<EventDetail, 'sinks'> {
  const { id, position, received_at: receivedAt } = row
  const parsed = parseRow(reading, row)
  const raw = toRaw(row)
  return {
    id,
    position,
    receivedAt: new Date(receivedAt).toISOString(),
    ...(parsed.kind === 'event'
      ? { event: toCloudEvent(parsed.event, receivedAt) }
      : { errors: parsed.errors }),
    callback: {
      method: raw.method,
      publicUrl: raw.publicUrl,
      target: raw.target,
      headers: raw.headers as Record<string, string>,
      ...bodyOf(raw.body),
    },
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function bodyOf(bytes: Uint8Array): { body: string; bodyEncoding: 'utf-8' | 'base64' } {
  try {
    return { body: utf8.decode(bytes), bodyEncoding: 'utf-8' }
  } catch {
    return { body: Buffer.from(bytes).toString('base64'), bodyEncoding: 'base64' }
  }
}

/** What is told of a callback whose payload was erased. */
export async function readErased(
  query: Query,
  sinks: readonly LedgerSink[],
  stones: readonly Tombstone[],
): Promise<EventDetail[]> {
  const events = stones.flatMap(({ position, type, received_at: receivedAt }) =>
    type === null ? [] : [{ position, type, receivedAt }],
  )
  const sinksOf = await readAtSinks(query, sinks, events)
  return stones.map(({ id, position, received_at: receivedAt, purged_at: purgedAt }) => ({
    id,
    position,
    receivedAt: new Date(receivedAt).toISOString(),
    purgedAt: new Date(purgedAt).toISOString(),
    sinks: sinksOf(position),
  }))
}

async function readAtSinks(
  query: Query,
  sinks: readonly LedgerSink[],
  events: readonly { position: number; type: string; receivedAt: number }[],
): Promise<(position: number) => EventAtSink[]> {
  const contexts = await readSinkContexts(query, sinks)
  const positions = events.map(({ position }) => position)
  const parked = await readParked(query, positions)
  const names = contexts.map(({ name }) => name)
  const attemptsOf = await readAttempts(query, positions, names, parked)
  return position => {
    const event = events.find(each => each.position === position)
    if (event === undefined) return []
    return contexts.map((sink): EventAtSink => {
      const entry = parked.find(each => each.sink === sink.name && each.position === position)
      const attempts = attemptsOf(position, sink.name)
      const wasDelivered = () => attempts.some(({ outcome }) => outcome === 'delivered')
      const state = eventStateAt(sink, event, entry?.state, wasDelivered)
      return { sink: sink.name, state, attempts, ...nextAttempt(entry, sink) }
    })
  }
}

function nextAttempt(
  entry: ParkedRow | undefined,
  { pausedAt }: SinkContext,
): Pick<EventAtSink, 'nextAttemptAt'> {
  if (entry?.state !== 'waiting' || pausedAt !== undefined) return {}
  return { nextAttemptAt: new Date(entry.at).toISOString() }
}
