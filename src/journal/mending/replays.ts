import { randomBytes } from 'node:crypto'
import type { Desk, SqlStatement } from '../../domain/desk.ts'
import type { Ledger, ReplayItem } from '../../domain/ledger.ts'
import { type Mending, NoSuch, type ReplayRequest } from '../../domain/mending.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Query } from '../ledger/query.ts'
import type { LedgerSink } from '../ledger/sink-context.ts'
import { readStored } from '../ledger/stored-row.ts'
import type { ReplayFilter } from '../replay/filter.ts'
import { firstEvents, readScope, resolveFilter, type Scope } from './replay-scope.ts'

/** So many events are shown of what would be sent. */
const shown = 1_000

/** Events sent again; see `Mending`. */
export function createReplaying(options: {
  query: Query
  ledger: Pick<Ledger, 'replay'>
  desk: Desk
  /** Those that are configured: no other has anybody who would send. */
  sinks: readonly LedgerSink[]
  reading: Reading
  /** ms since the epoch. */
  now: () => number
}): Pick<Mending, 'planReplay' | 'startReplays' | 'cancelReplay'> {
  const { query, ledger, desk, sinks, reading, now } = options

  function sinksOf({ sink }: ReplayRequest): readonly LedgerSink[] {
    if (sink === undefined) return sinks
    const found = sinks.filter(({ name }) => name === sink)
    if (found.length === 0) throw new NoSuch(`There is no sink ${JSON.stringify(sink)}.`)
    return found
  }

  const filterOf = ({ filter, dead = false }: ReplayRequest): Promise<ReplayFilter> =>
    resolveFilter(query, filter, dead)

  async function planned(filter: ReplayFilter, sink: LedgerSink, limit: number) {
    const events = await firstEvents(query, reading, filter, { sink, limit })
    const rows = await readStored(
      query,
      events.map(({ position }) => position),
    )
    const ids = new Map(rows.map(({ position, id }) => [position, id]))
    return events.map(({ position, type, received_at: at }) => {
      const receivedAt = new Date(at).toISOString()
      return { sink: sink.name, id: ids.get(position) ?? '', type, receivedAt }
    })
  }

  return {
    async planReplay(request) {
      const wanted = sinksOf(request)
      const filter = await filterOf(request)
      const plan: Awaited<ReturnType<Mending['planReplay']>> = { sinks: [], events: { items: [] } }
      for (const sink of wanted) {
        const { total } = await readScope(query, reading, filter, sink)
        plan.sinks.push({ sink: sink.name, total })
        const left = shown - plan.events.items.length
        if (left > 0) plan.events.items.push(...(await planned(filter, sink, left)))
      }
      return plan
    },
    async startReplays(request, by) {
      const wanted = sinksOf(request)
      const filter = await filterOf(request)
      const ids: string[] = []
      const statements: SqlStatement[] = []
      for (const { name, types } of wanted) {
        const scope = await readScope(query, reading, filter, { name, ...(types && { types }) })
        const id = `rp-${randomBytes(6).toString('hex')}`
        const { rate } = request
        ids.push(id)
        statements.push(insertion(query, { id, sink: name, filter, rate, scope, by, now: now() }))
      }
      await desk.write(statements)
      await desk.nudge()
      const items = await Promise.all(ids.map(id => ledger.replay(id)))
      return items.filter((item): item is ReplayItem => item !== undefined)
    },
    async cancelReplay(id) {
      const replay = await ledger.replay(id)
      if (replay === undefined) return undefined
      const [changed] = await desk.write([
        {
          text: `UPDATE replay SET state = 'cancelled', ended_at = ${query.dialect.instant(2)}
            WHERE id = $1 AND state = 'running'`,
          values: [id, now()],
        },
        { text: 'DELETE FROM parked WHERE sink = $1', values: [`${replay.sink}~${id}`] },
      ])
      await desk.nudge()
      return changed === 1
    },
  }
}

/** One that has nothing to send has ended before it began. */
function insertion(
  { dialect }: Query,
  replay: {
    id: string
    sink: string
    filter: ReplayFilter
    rate: number | undefined
    scope: Scope
    by: string
    now: number
  },
): SqlStatement {
  const { id, sink, filter, rate, scope, by, now } = replay
  const state = scope.total > 0 ? 'running' : 'done'
  const ended = scope.total > 0 ? 'NULL' : dialect.instant(9)
  return {
    text: `INSERT INTO replay
        (id, sink, filter, rate, state, position, last, total, created_at, created_by, ended_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ${dialect.instant(9)}, $10, ${ended})`,
    values: [
      id,
      sink,
      JSON.stringify(filter),
      rate ?? null,
      state,
      Math.max(0, scope.first - 1),
      scope.last,
      scope.total,
      now,
      by,
    ],
  }
}
