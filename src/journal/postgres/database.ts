import { Client, type ClientBase, type ClientConfig, Pool, types } from 'pg'
import type { SqlStatement } from '../../domain/desk.ts'
import { Unstored } from '../../domain/journal.ts'
import type { PostgresSettings } from '../../domain/settings.ts'
import { clientConfig, placeOf } from './connection.ts'
import { toUnstored } from './failure.ts'
import { prepareSession } from './session.ts'

/** One statement, which is a transaction of its own. Its name makes it a prepared one. */
export interface Statement {
  name: string
  text: string
  values: unknown[]
}

/** Connections to a server, made as they are needed. */
export interface Database {
  /** How the server is called in messages. */
  place: string
  /**
   * Runs a statement. A connection that does not answer within `deadlineMs` is given up, and all
   * the others with it: what one of them found out holds for them all. The server may still do what
   * it was told.
   * @throws Unstored
   */
  query<Row>(statement: Statement, deadlineMs?: number): Promise<Row[]>
  /**
   * Runs statements in one transaction, in which tables are the schema's; resolves to how many rows
   * each of them changed. `unlessFirst`: where the first one changes none that is all that is done.
   * @throws Unstored
   */
  transaction(
    schema: string,
    statements: readonly SqlStatement[],
    options?: { unlessFirst: boolean },
  ): Promise<number[]>
  /** What is under way may end, within a second: then the connections are given up. */
  close(): Promise<void>
}

/** Longer than a server's own time-outs: it should say what is wrong before we give up. */
const defaultDeadline = 10_000

/** Connections that were not needed for so long, ms, are closed. */
const idleMs = 60_000

/** What is under way at the end has so long, ms. */
const closeMs = 1_000

export interface DatabaseOptions {
  /** What an int8 becomes; text if absent. */
  int8?: (text: string) => unknown
  /** What tables are in that are named without a schema. */
  schema?: string
}

/** @param max Connections at the most. */
export function openDatabase(
  settings: PostgresSettings,
  max: number,
  { int8, schema }: DatabaseOptions = {},
): Database {
  const place = placeOf(settings)
  let clients = new Set<ClientBase>()
  let pool = openPool()
  let closed = false
  /**
   * A commit that was cancelled while it waited for a synchronous standby ends well, with a warning
   * that it may not have been replicated. The routine's name is the same in every language.
   */
  const warnings = new WeakMap<ClientBase, string>()

  function openPool(): Pool {
    const own = clients
    class OwnClient extends Client {
      constructor(config?: ClientConfig) {
        super(config)
        own.add(this)
        this.on('end', () => own.delete(this))
        // The statement under way tells it too; unheard, it would end the process.
        this.on('error', () => {})
      }
    }
    const opened = new Pool({
      ...clientConfig(settings),
      ...(int8 && { types: { getTypeParser: parserOf(int8) } }),
      Client: OwnClient,
      max,
      idleTimeoutMillis: idleMs,
      async onConnect(client) {
        client.on('notice', ({ routine, message }) => {
          if (routine === 'SyncRepWaitForLSN') warnings.set(client, message ?? routine)
        })
        await prepareSession(client, settings)
        if (schema) await client.query("SELECT set_config('search_path', $1, false)", [schema])
      },
    })
    // What happens to a connection that nobody uses is found out by whoever uses the next one.
    opened.on('error', () => {})
    return opened
  }

  /** Nothing is sent over these connections any more; they may never say that they have ended. */
  function abandon(): void {
    const old = { pool, clients }
    clients = new Set()
    try {
      pool = openPool()
    } catch {
      clients = old.clients // a file of TLS that can't be read just now
      return
    }
    void old.pool.end().catch(() => {})
    for (const client of old.clients) destroy(client)
  }

  async function withClient<Result>(
    pool: Pool,
    work: (client: ClientBase) => Promise<Result>,
  ): Promise<Result> {
    const client = await pool.connect()
    try {
      const result = await work(client)
      const warning = warnings.get(client)
      if (warning) throw new Unstored('unavailable', `Postgres (${place}): ${warning}`)
      client.release()
      return result
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  async function withinDeadline<Result>(
    deadlineMs: number,
    work: (client: ClientBase) => Promise<Result>,
  ): Promise<Result> {
    if (closed) throw new Unstored('closed', 'the journal is closed')
    const used = pool
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      late.reject(new Error(`no answer within ${deadlineMs} ms`))
    }, deadlineMs)
    try {
      return await Promise.race([withClient(used, work), late.promise])
    } catch (error) {
      const unstored = toUnstored(error, place)
      if (unstored.code === 'unavailable' && used === pool && !closed) abandon()
      throw unstored
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    place,
    query: <Row>(statement: Statement, deadlineMs = defaultDeadline) =>
      withinDeadline(deadlineMs, async client => {
        const { rows } = await client.query(statement)
        return rows as Row[]
      }),
    transaction: (schema, statements, { unlessFirst } = { unlessFirst: false }) =>
      withinDeadline(defaultDeadline, async client => {
        await client.query('BEGIN')
        await client.query("SELECT set_config('search_path', $1, true)", [schema])
        const changed: number[] = []
        for (const { text, values } of statements) {
          changed.push((await client.query(text, [...values])).rowCount ?? 0)
          if (unlessFirst && changed[0] === 0) break
        }
        await client.query('COMMIT')
        return changed
      }),
    async close() {
      closed = true
      const giveUp = (): void => clients.forEach(destroy)
      const patience = setTimeout(giveUp, closeMs)
      await pool.end().catch(() => {})
      clearTimeout(patience)
      // They were told; a server that does not listen would keep them for good.
      giveUp()
    },
  }
}

const int8Oid = 20

function parserOf(int8: (text: string) => unknown): typeof types.getTypeParser {
  const getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    oid === int8Oid ? int8 : types.getTypeParser(oid, format as 'text')
  return getTypeParser as typeof types.getTypeParser
}

/** Ends a connection without a word: the other side may not be listening. */
function destroy(client: ClientBase): void {
  const { connection } = client as ClientBase & {
    connection?: { stream: { destroy(): void } }
  }
  connection?.stream.destroy()
}
