import type {
  EventFilter,
  EventItem,
  EventState,
  Ledger,
  Page,
  PageRequest,
} from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { readSinkStates } from './event-states.ts'
import { readIndexState } from './index-state.ts'
import { type EventScan, planEvents } from './plan-events.ts'
import type { Query } from './query.ts'
import { scan } from './scan.ts'
import { type LedgerSink, readSinkContexts, type SinkContext } from './sink-context.ts'
import { parseRow, readStored } from './stored-row.ts'

/** Looks along the index that one page takes at the most, where few of what fits is in a state. */
const mostScans = 5

export interface EntryRow {
  position: number
  received_at: number
  type: string
  account: string | null
  room: string | null
  subject: string
}

/** The list of events; see `Ledger`. */
export function createEventList(options: {
  query: Query
  reading: Reading
  sinks: readonly LedgerSink[]
}): Ledger['events'] {
  const { query, reading, sinks } = options

  async function itemsOf(rows: readonly EntryRow[]): Promise<EventItem[]> {
    const positions = rows.map(({ position }) => position)
    const stored = await readStored(query, positions)
    const byPosition = new Map(stored.map(row => [row.position, row]))
    return rows.flatMap(({ position, received_at: at, type, account, room, subject }) => {
      const row = byPosition.get(position)
      if (!row) return [] // erased meanwhile
      const parsed = parseRow(reading, row)
      const time = parsed.kind === 'event' ? parsed.event.time : undefined
      return {
        id: row.id,
        position,
        type,
        ...(time !== undefined && { time }),
        receivedAt: new Date(at).toISOString(),
        ...(account !== null && { accountSid: account }),
        ...(room !== null && { roomSid: room }),
        subject,
      }
    })
  }

  async function collect(
    plan: EventScan,
    limit: number,
    sink: { context: SinkContext; state: EventState } | undefined,
  ): Promise<{ rows: EntryRow[]; end?: number }> {
    const rows: EntryRow[] = []
    let { above, below } = plan
    for (let scans = 0; scans < mostScans; scans++) {
      const scanned = await scan<EntryRow>(query, { ...plan, above, below }, limit - rows.length)
      rows.push(...(sink ? await inState(scanned.rows, sink) : scanned.rows))
      const { end } = scanned
      if (end === undefined) return { rows }
      if (plan.ascending) above = end
      else below = end
      if (rows.length === limit || !sink) return { rows, end }
    }
    return { rows, end: plan.ascending ? above : below }
  }

  async function inState(
    rows: readonly EntryRow[],
    { context, state }: { context: SinkContext; state: EventState },
  ): Promise<EntryRow[]> {
    const states = await readSinkStates(query, context, rows)
    return rows.filter(({ position }) => states.get(position) === state)
  }

  return async (filter: EventFilter, page: PageRequest): Promise<Page<EventItem>> => {
    const { sink: name, state } = filter
    const [context] = name === undefined ? [] : await readSinkContexts(query, sinks, name)
    if (state !== undefined && context === undefined) return { items: [] }
    const from = page.cursor === undefined ? undefined : readCursor(page.cursor).position
    const plan = await planEvents(query, reading, filter, { from, context })
    if (plan === undefined) return { items: [] }
    const sink = context && state !== undefined ? { context, state } : undefined
    // Who follows goes on behind all that was looked through.
    const upTo = filter.after === undefined ? undefined : (await readIndexState(query)).position
    const { rows, end = upTo } = await collect(plan, page.limit, sink)
    return {
      items: await itemsOf(rows),
      ...(end !== undefined && { next: writeCursor({ position: end }) }),
    }
  }
}
