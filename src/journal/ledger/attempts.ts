import type { DeliveryAttempt } from '../../domain/ledger.ts'
import type { ParkedRow } from './parked-row.ts'
import type { Query } from './query.ts'

/** Replays of all sinks that are looked at, the newest ones. */
const mostReplays = 200
/** Ranges behind an event that are looked at whether they cover it. */
const mostRanges = 100

interface BatchRow {
  number: number
  sink: string
  first: number
  last: number
  delivered: number
  ms: number
  answer: string
  at: number
}

interface FailureRow {
  sink: string
  position: number
  attempt: number
  cause: string
  at: number
}

/** A sink's live feed, or a replay of it. */
interface FeedOfSink {
  sink: string
  /** As in the ledger. */
  name: string
  replay?: string
}

/** What was tried with an event at a sink, in order of time. */
export type AttemptsOf = (position: number, sink: string) => DeliveryAttempt[]

/**
 * Reads the attempts on some events at some sinks, in as few queries as it takes. @throws Unstored
 */
export async function readAttempts(
  query: Query,
  positions: readonly number[],
  sinks: readonly string[],
  parked: readonly ParkedRow[],
): Promise<AttemptsOf> {
  if (positions.length === 0 || sinks.length === 0) return () => []
  const feeds = await readFeeds(query, sinks)
  const batches = await readBatches(query, positions, feeds)
  const failures = await query.rows<FailureRow>(
    `SELECT sink, position, attempt, cause, ${query.dialect.ms('at')} AS at FROM failure
     WHERE ${query.dialect.among('position', 1, 'bigint')} ORDER BY number`,
    [positions],
  )
  const failuresOf = (position: number, name: string): FailureRow[] =>
    failures.filter(each => each.position === position && each.sink === name)

  return (position, sink) => {
    const own = feeds.filter(each => each.sink === sink)
    const replayed = own.slice(1).flatMap(({ name }) => failuresOf(position, name))
    const attempts = own.flatMap(feed => {
      const covering = batches.filter(
        ({ sink: name, first, last }) =>
          name === feed.name && first <= position && position <= last,
      )
      const entry = parked.find(each => each.sink === feed.name && each.position === position)
      // What a replay failed to deliver says nothing of how the live delivery went.
      const isParked = entry !== undefined && !replayed.some(({ at }) => at === entry.at)
      const told = attemptsIn(covering, failuresOf(position, feed.name), isParked)
      return told.map(each => ({ ...each, ...(feed.replay && { replay: feed.replay }) }))
    })
    return attempts
      .sort((a, b) => a.at - b.at)
      .map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest }))
  }
}

async function readFeeds(query: Query, sinks: readonly string[]): Promise<FeedOfSink[]> {
  const replays = await query.rows<{ id: string; sink: string }>(
    `SELECT id, sink FROM replay WHERE ${query.dialect.among('sink', 1, 'text')}
     ORDER BY created_at DESC LIMIT ${mostReplays}`,
    [sinks],
  )
  return sinks.flatMap(sink => [
    { sink, name: sink },
    ...replays
      .filter(each => each.sink === sink)
      .map(({ id }) => ({ sink, name: `${sink}~${id}`, replay: id })),
  ])
}

async function readBatches(
  query: Query,
  positions: readonly number[],
  feeds: readonly FeedOfSink[],
): Promise<BatchRow[]> {
  const { among, ms, table } = query.dialect
  const list = "string_agg(CAST(b.number AS text), ',')"
  const found = await query.rows<{ singles: string | null; ranges: string | null }>(
    `SELECT
       (SELECT ${list} FROM batch AS b WHERE b.sink = f.name AND b.last = p.position) AS singles,
       (SELECT ${list} FROM (
          SELECT number, first FROM batch
          WHERE sink = f.name AND first < last AND last > p.position
          ORDER BY last LIMIT ${mostRanges}) AS b WHERE b.first <= p.position) AS ranges
     FROM ${table(1, { position: 'bigint' })} AS p CROSS JOIN ${table(2, { name: 'text' })} AS f`,
    [
      JSON.stringify(positions.map(each => [each])),
      JSON.stringify(feeds.map(({ name }) => [name])),
    ],
  )
  const numbers = found.flatMap(({ singles, ranges }) =>
    [singles, ranges].flatMap(text => text?.split(',').map(Number) ?? []),
  )
  if (numbers.length === 0) return []
  return query.rows<BatchRow>(
    `SELECT number, sink, first, last, delivered, ms, answer, ${ms('settled_at')} AS at
     FROM batch WHERE ${among('number', 1, 'bigint')} AND (delivered > 0 OR failed > 0)
     ORDER BY number`,
    [[...new Set(numbers)]],
  )
}

type Told = Omit<DeliveryAttempt, 'at'> & { at: number }

/**
 * Reads one feed's ledger. A row of a range counts as an attempt on an event of it unless that was
 * parked behind another then: it is parked still, or was tried by itself later on.
 */
function attemptsIn(
  batches: readonly BatchRow[],
  failures: readonly FailureRow[],
  isParked: boolean,
): Told[] {
  const left = [...failures]
  const takeFailure = (at: number): FailureRow | undefined => {
    const index = left.findIndex(each => each.at === at)
    return index < 0 ? undefined : left.splice(index, 1)[0]
  }
  const told: (Told & { isRange: boolean; isDoubtful: boolean })[] = []
  for (const { first, last, delivered, ms, answer, at } of batches) {
    const isRange = first < last
    const ownFailures = batches.filter(
      each => each.at === at && each.first === each.last && each.delivered === 0,
    ).length
    const known = left.filter(each => each.at === at).length
    const failed = isRange ? known > ownFailures : delivered === 0
    if (failed) {
      const cause = takeFailure(at)?.cause ?? answer
      told.push({ at, outcome: 'failed', answer, cause, ms, isRange, isDoubtful: false })
    } else if (delivered > 0) {
      told.push({ at, outcome: 'delivered', answer, ms, isRange, isDoubtful: isRange })
    }
  }
  for (const { at, cause } of left) {
    told.push({ at, outcome: 'failed', cause, isRange: false, isDoubtful: false })
  }
  told.sort((a, b) => a.at - b.at)
  return told
    .filter((each, index) => {
      if (!each.isDoubtful) return true
      const next = told[index + 1]
      return next === undefined ? !isParked : next.isRange
    })
    .map(({ isRange: _isRange, isDoubtful: _isDoubtful, ...rest }) => rest)
}
