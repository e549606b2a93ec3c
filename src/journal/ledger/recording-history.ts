import type { Ledger, RecordingItem } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { readDetails, readErased, type Tombstone } from './details.ts'
import { stoneColumns } from './event-look-up.ts'
import type { Query } from './query.ts'
import { readRecordingItems } from './recording-items.ts'
import { foldResource } from './recording-resource.ts'
import { readIndexedRecordings } from './recording-row.ts'
import type { LedgerSink } from './sink-context.ts'
import { readStored } from './stored-row.ts'

/** Callbacks of one recording that are told: many times what there are. */
const mostCallbacks = 200

/** One recording and all that came of it; see `Ledger`. */
export function createRecordingLookUp(options: {
  query: Query
  reading: Reading
  sinks: readonly LedgerSink[]
}): Ledger['recording'] {
  const { query, reading, sinks } = options

  return async sid => {
    const entries = await query.rows<{ position: number }>(
      `SELECT position FROM entry WHERE subject = $1 ORDER BY position LIMIT ${mostCallbacks}`,
      [sid],
    )
    const stones = await query.rows<Tombstone>(
      `SELECT ${stoneColumns(query)} FROM tombstone WHERE subject = $1
       ORDER BY position LIMIT ${mostCallbacks}`,
      [sid],
    )
    const positions = entries.map(({ position }) => position)
    const stored = await readDetails(query, reading, sinks, await readStored(query, positions))
    const erased = await readErased(query, sinks, stones)
    const history = [...stored, ...erased].sort((a, b) => a.position - b.position)
    const [first] = history
    if (first === undefined) return undefined
    const known = await readIndexedRecordings(query, [sid])
    const [item] = await readRecordingItems(query, reading, known)
    const last = history.at(-1)!.receivedAt
    return { ...(item ?? unknown(sid, first.receivedAt, last)), history }
  }
}

/** Of what fits no schema, or is erased, nothing else is known. */
function unknown(sid: string, firstReceivedAt: string, lastReceivedAt: string): RecordingItem {
  return {
    sid,
    state: 'processing',
    firstReceivedAt,
    lastReceivedAt,
    events: 0,
    recording: foldResource(sid, 'processing', []),
  }
}
