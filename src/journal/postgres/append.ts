import type { Receipt } from '../../domain/journal.ts'
import type { Reading } from '../../domain/reading.ts'
import type { StoredGroup } from '../hints.ts'
import { differsFrom, type Identified } from '../identify.ts'
import { toRaw } from '../raw-row.ts'
import type { Database } from './database.ts'
import { type EventRow, rawOf } from './event-row.ts'

/** A callback on its way into the log. */
export interface Arrival {
  identified: Identified
  /** How long ago it was received, ms. */
  ageMs: number
}

/** What became of callbacks that were given to the log together. */
export interface AppendedGroup {
  /** In the order in which they were given. */
  receipts: Receipt[]
  /** What was added to the log, one entry for each commit. */
  stored: StoredGroup[]
}

/** Puts callbacks into the log. */
export interface Appender {
  /**
   * Resolves once all are durably committed, or known to be there already. What was given together
   * is one commit, but for callbacks that have an event id in common, or are huge. Given none, it
   * is a commit all the same: it shows whether Postgres takes any.
   * @throws Unstored: nothing is known of any of them; giving them again does no harm
   */
  append(arrivals: readonly Arrival[], deadlineMs: number): Promise<AppendedGroup>
}

interface Entry extends Arrival {
  /** Where its receipt goes; more than one where the same signed text came more than once. */
  at: number[]
}

interface AppendRow {
  first: string
  received_ms: number
  outcomes: number[]
  holders: string[] | null
}

export function createAppender(database: Database, schema: string, reading: Reading): Appender {
  const text = `CALL ${schema}.append(
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL, NULL, NULL, NULL)`

  async function commit(entries: readonly Entry[], deadlineMs: number, done: AppendedGroup) {
    const values = valuesOf(entries)
    const [row] = await database.query<AppendRow>({ name: 'append', text, values }, deadlineMs)
    const { first, outcomes, holders, received_ms: receivedAt } = row!
    const base = Number(first)
    const earlier = await readEarlier(holders ?? [], deadlineMs)
    const group: StoredGroup & { appended: StoredGroup['appended'][number][] } = {
      appended: [],
      after: base - 1,
      upTo: base + entries.length - 1,
      receivedAt,
    }
    let repeats = 0
    for (const [index, { identified, ageMs, at }] of entries.entries()) {
      const { facts } = identified
      const outcome = outcomes[index]!
      const isNew = outcome === outcomeStored
      const differs = outcome === outcomeSameId && differ(identified, earlier, holders![repeats++]!)
      if (isNew && identified.kind === 'event') {
        const receivedAt = Math.round(group.receivedAt - ageMs)
        group.appended.push({ position: base + index, event: identified.event, receivedAt })
      }
      for (const [turn, place] of at.entries()) {
        done.receipts[place] =
          !isNew || turn > 0
            ? { outcome: 'duplicate', differs: turn === 0 && differs, ...facts }
            : identified.kind === 'misfit'
              ? { outcome: 'quarantined', errors: identified.errors, ...facts }
              : { outcome: 'stored', ...facts }
      }
    }
    done.stored.push(group)
  }

  function differ(
    identified: Identified,
    earlier: ReadonlyMap<string, EventRow>,
    holder: string,
  ): boolean {
    const row = earlier.get(holder)
    // its payload is past retention: nothing to compare with
    if (!row || identified.kind === 'misfit') return false
    return differsFrom(reading, toRaw(row), identified.event)
  }

  /** What is committed is committed: where they can't be read, nothing is told to differ. */
  async function readEarlier(
    positions: readonly string[],
    deadlineMs: number,
  ): Promise<Map<string, EventRow>> {
    if (positions.length === 0) return new Map()
    const text = `SELECT ${rawOf('callback')} FROM ${schema}.callback WHERE position = ANY($1)`
    const rows = await database
      .query<EventRow>({ name: 'earlier', text, values: [positions] }, deadlineMs)
      .catch(() => [])
    return new Map(rows.map(row => [row.position, row]))
  }

  return {
    async append(arrivals, deadlineMs) {
      const done: AppendedGroup = { receipts: [], stored: [] }
      let entries = toEntries(arrivals)
      do {
        const { now, later } = apart(entries)
        await commit(now, deadlineMs, done)
        entries = later
      } while (entries.length > 0)
      return done
    },
  }
}

const outcomeStored = 1
const outcomeSameId = 2

/** One entry for each signed text: whatever becomes of the first one, the others repeat it. */
function toEntries(arrivals: readonly Arrival[]): Entry[] {
  const entries = new Map<string, Entry>()
  for (const [index, { identified, ageMs }] of arrivals.entries()) {
    const key = hexOf(identified.textKey)
    const known = entries.get(key)
    if (known) known.at.push(index)
    else entries.set(key, { identified, ageMs, at: [index] })
  }
  return [...entries.values()]
}

/** Bodies of one commit, bytes: more than thousands of callbacks as the provider sends them. */
const mostBytes = 4 * 1024 * 1024

/**
 * What shares an event id with an earlier one has to wait until that one's fate is known; and a
 * commit must not take longer than Postgres is given time.
 */
function apart(entries: readonly Entry[]): { now: Entry[]; later: Entry[] } {
  const ids = new Set<string>()
  const now: Entry[] = []
  const later: Entry[] = []
  let bytes = 0
  for (const entry of entries) {
    const { raw, facts } = entry.identified
    bytes += raw.body.length
    if (ids.has(facts.id) || (bytes > mostBytes && now.length > 0)) later.push(entry)
    else now.push(entry)
    ids.add(facts.id)
  }
  return { now, later }
}

/** The procedure's arguments. Bodies go as one run of bytes, which needs no encoding. */
function valuesOf(entries: readonly Entry[]): unknown[] {
  const all = entries.map(({ identified }) => identified)
  const lengths = all.map(({ raw }) => raw.body.length)
  let next = 1
  const starts = lengths.map(length => {
    const start = next
    next += length
    return start
  })
  return [
    all.map(each => hexOf(each.textKey)),
    all.map(each => (each.kind === 'event' ? hexOf(each.idKey) : null)),
    all.map(each => each.facts.id),
    all.map(each => (each.kind === 'event' ? each.event.type : null)),
    all.map(each => (each.kind === 'event' ? each.event.subject : null)),
    all.map(({ raw }) => raw.method),
    all.map(({ raw }) => raw.publicUrl),
    all.map(({ raw }) => raw.target),
    all.map(({ raw }) => JSON.stringify(raw.headers)),
    all.map(each => (each.kind === 'misfit' ? JSON.stringify(each.errors) : null)),
    entries.map(({ ageMs }) => Math.max(0, Math.round(ageMs))),
    starts,
    lengths,
    Buffer.concat(all.map(({ raw }) => raw.body)),
  ]
}

/** 16 bytes as Postgres takes a uuid; any bytes will do. */
function hexOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex')
}
