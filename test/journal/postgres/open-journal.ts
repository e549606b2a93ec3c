import { randomUUID } from 'node:crypto'
import pino from 'pino'
import type { Test } from 'tap'
import type { Feed, Inbox } from '../../../src/domain/journal.ts'
import type { PostgresSettings } from '../../../src/domain/settings.ts'
import { identify } from '../../../src/journal/identify.ts'
import { createAppender } from '../../../src/journal/postgres/append.ts'
import { openDatabase } from '../../../src/journal/postgres/database.ts'
import { createFeed } from '../../../src/journal/postgres/feeds.ts'
import type { Lease } from '../../../src/journal/postgres/lease-keeper.ts'
import { createLeases } from '../../../src/journal/postgres/leases.ts'
import { migrate } from '../../../src/journal/postgres/migrate.ts'
import { createReader } from '../../../src/journal/postgres/reader.ts'
import { literalReading } from '../literal-reading.ts'

/** Settings for a database at a URL, as configuration would make them. */
export function settingsFor(url: string, more: Partial<PostgresSettings> = {}): PostgresSettings {
  const { hostname, port, pathname, username, password } = new URL(url)
  return {
    engine: 'postgres',
    host: hostname,
    port: Number(port || 5432),
    database: pathname.slice(1),
    ...(username && { user: username }),
    ...(password && { password }),
    schema: 'reelay',
    applicationName: 'reelay-test',
    poolSize: 8,
    connectTimeoutMs: 2_000,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 3_000,
    ...more,
  }
}

/** How long a commit may take in a test, ms. */
const deadline = 5_000

const noTail = { read: () => undefined }

/**
 * One replica's parts over a database, with the literal provider; all it holds ends with the test.
 */
export async function openReplica(t: Test, settings: PostgresSettings) {
  await migrate(settings)
  const { schema } = settings
  const log = pino({ level: 'silent' })
  const replica = randomUUID()
  const database = openDatabase(settings, 6)
  const appender = createAppender(database, schema, literalReading)
  const reader = createReader(database, schema, literalReading, log)
  const leasesFor = (sink: string, from: 'beginning' | 'now') =>
    createLeases({ database, schema, replica, sinks: [{ name: sink, from }] })

  /** The callbacks of one turn of the event loop are one group, as on the journal's thread. */
  let waiting: { body: Parameters<Inbox['append']>[0]; receipt: PromiseWithResolvers<never> }[] = []
  function flush(): void {
    const group = waiting
    waiting = []
    const arrivals = group.map(({ body }) => {
      return { identified: identify(literalReading, body), ageMs: 0 }
    })
    appender.append(arrivals, deadline).then(
      ({ receipts }) => {
        for (const [index, { receipt }] of group.entries())
          receipt.resolve(receipts[index] as never)
      },
      error => {
        for (const { receipt } of group) receipt.reject(error)
      },
    )
  }
  const inbox: Inbox = {
    append(body) {
      if (waiting.length === 0) setImmediate(flush)
      const receipt = Promise.withResolvers<never>()
      waiting.push({ body, receipt })
      return receipt.promise
    },
  }

  /** Takes the sink's lease at the first call, and keeps it. */
  function feed(sink: string): Feed {
    let leased: Promise<Feed> | undefined
    async function lease(from: 'beginning' | 'now'): Promise<Feed> {
      const leases = leasesFor(sink, from)
      const view = await leases.keep()
      const row = view.sinks.find(each => each.name === sink)
      const token = row?.owner === replica ? row.token : await leases.take(sink)
      if (token === undefined) throw new Error(`another replica has ${sink}`)
      const held: Lease = { sink, token, held: () => true, lost: false, settled: 0 }
      return createFeed({ database, schema, reader, tail: noTail, lease: held })
    }
    const get = (from: 'beginning' | 'now' = 'beginning'): Promise<Feed> => {
      leased ??= lease(from)
      return leased
    }
    return {
      open: async from => (await get(from)).open(from),
      held: () => true,
      read: async (after, limit) => (await get()).read(after, limit),
      get: async positions => (await get()).get(positions),
      settle: async settlement => (await get()).settle(settlement),
    }
  }

  let closed = false
  async function close(): Promise<void> {
    if (closed) return
    closed = true
    await leasesFor('none', 'now')
      .leave()
      .catch(() => {})
    await database.close()
  }
  t.teardown(close)
  return { inbox, feed, database, appender, replica, leasesFor, close }
}
