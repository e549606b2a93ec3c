import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import process from 'node:process'
import type { MessagePort } from 'node:worker_threads'
import { systemClock } from '../../domain/clock.ts'
import {
  type Feed,
  type FeedListener,
  type FeedState,
  type Feeds,
  LeaseLost,
  type Settlement,
  type SinkFeed,
} from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import type { Reading } from '../../domain/reading.ts'
import type { PostgresSettings } from '../../domain/settings.ts'
import type { StoredHint } from '../protocol.ts'
import { markReplay } from '../replay/mark.ts'
import { createPace } from '../replay/pace.ts'
import { createTail } from '../tail.ts'
import { type Database, openDatabase } from './database.ts'
import { createLeaseKeeper, type Lease, type LeaseKeeper } from './lease-keeper.ts'
import { createLeases } from './leases.ts'
import { ledgerConnections } from './ledger-query.ts'
import { channelOf, listen } from './listener.ts'
import { createReader, type Reader } from './reader.ts'
import { createThrottle } from './throttle.ts'

/**
 * The relay's side of a journal in Postgres: reads and settles over connections of its own, and
 * drains the sinks whose leases this replica has.
 * @param port Brings hints of what this replica itself stored.
 */
export function createPostgresFeeds(
  settings: PostgresSettings,
  port: MessagePort,
  reading: Reading,
  log: Log,
): Feeds {
  const { schema } = settings
  const replica = randomUUID()
  // Leases and the listener have one each.
  const own = settings.poolSize - journalConnections - ledgerConnections - 2
  const database = openDatabase(settings, own)
  // Leases have a connection of their own: busy sinks must not cost a replica its sinks.
  const leaseDatabase = openDatabase(settings, 1)
  const reader = createReader(database, schema, reading, log)
  const tail = createTail()
  let feedListener: FeedListener = { stored() {}, reread() {}, nudged() {} }
  let keeper: LeaseKeeper | undefined

  const hint = createThrottle(hintMs, () => feedListener.stored())
  port.on('message', ({ recent }: StoredHint) => {
    if (recent) tail.extend(recent)
    else tail.doubt()
    hint.call()
  })
  function reread(): void {
    tail.forget()
    feedListener.reread()
  }

  function heard(payload: string): void {
    const [what, who] = payload.split(' ')
    if (what === 'lease' && who !== replica) keeper?.wake()
    if (what === 'replay') feedListener.nudged()
    if (what === 'reread') reread()
    if (what !== 'stored' || who === processName) return
    tail.doubt()
    hint.call()
  }
  const listener = listen(settings, heard, reread)

  return {
    async start(sinks, holder) {
      keeper = createLeaseKeeper({
        replica,
        leases: createLeases({ database: leaseDatabase, schema, replica, sinks }),
        holder: {
          taken: lease =>
            holder.taken(lease.sink, createFeed({ database, schema, reader, tail, lease })),
          lost: holder.lost,
        },
        gaveBack: () => void tell(database, schema, `lease ${replica}`),
        log,
        clock: systemClock,
      })
      await keeper.start()
    },
    listen(by) {
      feedListener = by
    },
    async close() {
      listener.close()
      hint.cancel()
      await keeper?.stop()
      port.close()
      await Promise.all([database.close(), leaseDatabase.close()])
    },
  }
}

/** Tells a process's own notifications from others', on all of its threads. No more than a hint. */
export const processName = `${hostname()}/${process.pid}`

/** Hints of all replicas together wake the sinks at most this often, ms; see `createHints`. */
const hintMs = 50

/** Of a replica's connections, those that its journal's thread has. */
export const journalConnections = 2

/** Tells all replicas something. @see channelOf */
export async function tell(database: Database, schema: string, payload: string): Promise<void> {
  const values = [channelOf(schema), payload]
  await database.query({ name: 'notify', text: 'SELECT pg_notify($1, $2)', values }).catch(() => {}) // a hint
}

interface StateRow {
  cursor: string
  parked: { position: number; subject: string; attempts: number; dueInMs: number }[] | null
}

/** A sink's feed under a lease. */
export function createFeed(options: {
  database: Database
  schema: string
  reader: Reader
  tail: Pick<ReturnType<typeof createTail>, 'read'>
  lease: Lease
}): SinkFeed {
  const { database, schema, reader, tail, lease } = options
  const { sink, token } = lease

  async function state(place: string, feed: string, of: string): Promise<FeedState> {
    const text = `SELECT ${place} AS cursor, (
      SELECT jsonb_agg(jsonb_build_object('position', position, 'subject', subject,
        'attempts', attempts, 'dueInMs', greatest(0,
          round(extract(epoch FROM at - clock_timestamp()) * 1000))) ORDER BY position)
      FROM ${schema}.parked WHERE sink = $2 AND state = 'waiting') AS parked`
    const name = feed === of ? 'state' : 'replay-state'
    const [row] = await database.query<StateRow>({ name, text, values: [of, feed] })
    return { position: Number(row!.cursor), parked: row!.parked ?? [] }
  }

  async function settle(settlement: Settlement, replay: string | null): Promise<void> {
    const text = `CALL ${schema}.settle($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)`
    const values = [sink, replay, token, ...valuesOf(settlement)]
    const [row] = await database.query<{ held: boolean }>({ name: 'settle', text, values })
    if (lease.lost) throw new LeaseLost('another replica has the sink now')
    if (!row!.held) throw new Error('the lease has run out, and is not renewed yet')
  }

  function replayFeed(id: string, rate: number | undefined): Feed {
    const pace = createPace(rate)
    return {
      open: () =>
        state(`(SELECT position FROM ${schema}.replay WHERE id = $1)`, `${sink}~${id}`, id),
      held: lease.held,
      async read(after, limit) {
        const most = pace.allowed(limit)
        if (most === 0) return { events: [], upTo: after }
        const { events, upTo } = await reader.readReplay(id, after, most)
        pace.went(events.length)
        return { events: events.map(each => markReplay(each, id)), upTo }
      },
      async get(positions) {
        return (await reader.get(positions)).map(each => markReplay(each, id))
      },
      settle: settlement => settle(settlement, id),
    }
  }

  return {
    open: () => state(`${schema}.cursor_of($1)`, sink, sink),
    held: lease.held,
    async read(after, limit) {
      return tail.read(after, limit) ?? reader.read(sink, after, limit)
    },
    get: positions => reader.get(positions),
    async settle(settlement) {
      await settle(settlement, null)
      lease.settled = Math.max(lease.settled, settlement.position ?? 0)
    },
    replays: () => reader.replays(sink),
    replay: ({ id, rate }) => replayFeed(id, rate),
  }
}

function valuesOf(settlement: Settlement): unknown[] {
  const { position, batches, park, unpark, dead, failures, delivered } = settlement
  const json = JSON.stringify
  const exceptions = [json(park), unpark, json(dead)]
  return [position ?? null, json(batches), ...exceptions, json(failures), delivered]
}
