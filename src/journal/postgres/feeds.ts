import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import process from 'node:process'
import type { MessagePort } from 'node:worker_threads'
import { systemClock } from '../../domain/clock.ts'
import { type Feed, type Feeds, LeaseLost, type Settlement } from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import type { Reading } from '../../domain/reading.ts'
import type { PostgresSettings } from '../../domain/settings.ts'
import type { StoredHint } from '../protocol.ts'
import { createTail } from '../tail.ts'
import { type Database, openDatabase } from './database.ts'
import { createLeaseKeeper, type Lease, type LeaseKeeper } from './lease-keeper.ts'
import { createLeases } from './leases.ts'
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
  const database = openDatabase(settings, settings.poolSize - journalConnections - 2)
  // Leases have a connection of their own: busy sinks must not cost a replica its sinks.
  const leaseDatabase = openDatabase(settings, 1)
  const reader = createReader(database, schema, reading, log)
  const tail = createTail()
  let stored = (): void => {}
  let keeper: LeaseKeeper | undefined

  const hint = createThrottle(hintMs, () => stored())
  port.on('message', ({ recent }: StoredHint) => {
    if (recent) tail.extend(recent)
    else tail.doubt()
    hint.call()
  })
  const listener = listen(settings, payload => {
    const [what, who] = payload.split(' ')
    if (what === 'lease' && who !== replica) keeper?.wake()
    if (what !== 'stored' || who === processName) return
    tail.doubt()
    hint.call()
  })

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
    onStored(listener) {
      stored = listener
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
}): Feed {
  const { database, schema, reader, tail, lease } = options
  const { sink, token } = lease

  return {
    async open() {
      const text = `SELECT ${schema}.cursor_of($1) AS cursor, (
        SELECT jsonb_agg(jsonb_build_object('position', position, 'subject', subject,
          'attempts', attempts, 'dueInMs', greatest(0,
            round(extract(epoch FROM at - clock_timestamp()) * 1000))) ORDER BY position)
        FROM ${schema}.parked WHERE sink = $1 AND state = 'waiting') AS parked`
      const [row] = await database.query<StateRow>({ name: 'state', text, values: [sink] })
      return { position: Number(row!.cursor), parked: row!.parked ?? [] }
    },
    held: lease.held,
    async read(after, limit) {
      return tail.read(after, limit) ?? reader.read(sink, after, limit)
    },
    get: positions => reader.get(positions),
    async settle(settlement) {
      const text = `CALL ${schema}.settle($1, $2, $3, $4, $5, $6, $7, NULL)`
      const values = [sink, token, ...valuesOf(settlement)]
      const [row] = await database.query<{ held: boolean }>({ name: 'settle', text, values })
      if (lease.lost) throw new LeaseLost('another replica has the sink now')
      if (!row!.held) throw new Error('the lease has run out, and is not renewed yet')
      lease.settled = Math.max(lease.settled, settlement.position ?? 0)
    },
  }
}

function valuesOf({ position, batches, park, unpark, dead }: Settlement): unknown[] {
  const json = JSON.stringify
  return [position ?? null, json(batches), json(park), unpark, json(dead)]
}
