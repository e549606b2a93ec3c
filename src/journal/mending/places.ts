import type { Desk, SqlStatement } from '../../domain/desk.ts'
import type { Ledger, SinkItem } from '../../domain/ledger.ts'
import type { Mending, Place } from '../../domain/mending.ts'
import type { Query } from '../ledger/query.ts'
import { timeBounds } from '../ledger/time-bounds.ts'
import { nobody } from '../postgres/leases.ts'

type Placing = 'addSink' | 'pauseSink' | 'resumeSink' | 'rewindSink' | 'skipSink'

/** Sinks and their places in the log; see `Mending`. */
export function createPlacing(options: {
  query: Query
  ledger: Pick<Ledger, 'sinks'>
  desk: Desk
  /** ms since the epoch. */
  now: () => number
}): Pick<Mending, Placing> {
  const { query, ledger, desk, now } = options
  const { dialect, engine } = query
  const cursor = dialect.cursorOf('s.name')

  /** Everything up to here lies before the place. */
  async function positionOf(place: Place): Promise<number> {
    if (place === 'beginning') return 0
    if (place !== 'now') return (await timeBounds(query, { since: place })).above
    const head = 'SELECT max(position) AS position FROM callback'
    return (await query.row<{ position: number | null }>(head))?.position ?? 0
  }

  /** Whoever has the sink in memory can settle nothing more from here on. */
  function fence(name: string, also = ''): SqlStatement {
    return { text: `UPDATE sink SET token = token + 1${also} WHERE name = $1`, values: [name] }
  }

  async function change(
    name: string,
    statements: readonly SqlStatement[],
  ): Promise<SinkItem | undefined> {
    const [changed] = await desk.write(statements)
    if (changed === 0) return undefined
    await desk.evict(name)
    return (await ledger.sinks()).find(each => each.name === name)
  }

  /** The ledger's row of a move back: what it passed is delivered again. */
  function rewound(name: string, to: number): SqlStatement {
    const first = 'CAST($2 AS bigint) + 1'
    return moved(name, to, { answer: 'rewound', first, last: cursor, place: 'CAST($2 AS bigint)' })
  }

  /** The ledger's row of a move on: from the first that waits, or that was not offered yet. */
  function skipped(name: string, to: number): SqlStatement {
    const first = `coalesce((${firstWaiting}), ${cursor} + 1)`
    const place = `CASE WHEN ${cursor} > $2 THEN ${cursor} ELSE CAST($2 AS bigint) END`
    return moved(name, to, { answer: 'skipped', first, last: 'CAST($2 AS bigint)', place })
  }

  /** SQLite wants the time said, Postgres the cursor's new place. */
  function moved(
    name: string,
    to: number,
    move: { answer: string; first: string; last: string; place: string },
  ): SqlStatement {
    const { answer, first, last, place } = move
    const [columns, more, values] =
      engine === 'sqlite'
        ? ['settled_at', '$4', [now()]]
        : ['token, position', `s.token, ${place}`, []]
    return {
      text: `INSERT INTO batch (sink, first, last, delivered, failed, ms, answer, ${columns})
        SELECT s.name, ${first}, ${last}, 0, 0, 0, $3, ${more}
        FROM sink AS s WHERE s.name = $1 AND ${first} <= ${last}`,
      values: [name, to, answer, ...values],
    }
  }

  return {
    async addSink(name, from) {
      const created = engine === 'sqlite' ? ', created_at' : ''
      const at = engine === 'sqlite' ? ', $3' : ''
      const position = await positionOf(from)
      const [added] = await desk.write([
        {
          text: `INSERT INTO sink (name, position${created}) VALUES ($1, $2${at})
            ON CONFLICT (name) DO NOTHING`,
          values: engine === 'sqlite' ? [name, position, now()] : [name, position],
        },
      ])
      return added === 1 ? 'added' : 'exists'
    },
    pauseSink(name) {
      const paused = `, paused_at = coalesce(paused_at, ${dialect.instant(2)})`
      // Among replicas it is somebody's who never comes.
      const apart = engine === 'sqlite' ? '' : `, owner = '${nobody}', lease_until = 'infinity'`
      const { text, values } = fence(name, paused + apart)
      return change(name, [{ text, values: [...values, now()] }])
    },
    resumeSink: name => change(name, [fence(name, ', paused_at = NULL')]),
    async rewindSink(name, place) {
      const to = await positionOf(place)
      return change(name, [
        fence(name),
        rewound(name, to),
        { text: 'DELETE FROM parked WHERE sink = $1 AND position > $2', values: [name, to] },
        {
          text: 'UPDATE sink SET position = $2 WHERE name = $1 AND position > $2',
          values: [name, to],
        },
      ])
    },
    async skipSink(name, place) {
      const to = await positionOf(place)
      return change(name, [
        fence(name),
        skipped(name, to),
        {
          text: "DELETE FROM parked WHERE sink = $1 AND state = 'waiting' AND position <= $2",
          values: [name, to],
        },
        {
          text: 'UPDATE sink SET position = $2 WHERE name = $1 AND position < $2',
          values: [name, to],
        },
      ])
    },
  }
}

const firstWaiting = `SELECT min(p.position) FROM parked AS p
  WHERE p.sink = s.name AND p.state = 'waiting' AND p.position <= CAST($2 AS bigint)`
