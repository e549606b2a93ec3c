import type { Reading } from '../../domain/reading.ts'
import type { PostgresSettings } from '../../domain/settings.ts'
import { nobody } from '../postgres/leases.ts'
import { migrate } from '../postgres/migrate.ts'
import { lockClass } from '../postgres/schema/log.ts'
import { derivedKeys, hexOf } from './derived-keys.ts'
import type { FieldKind, Value } from './field.ts'
import type { Header } from './line.ts'
import { openPostgresSession, type PostgresSession, refusal } from './postgres-session.ts'
import { notEmpty, takenSince } from './refusals.ts'
import { type Row, type SectionName, sections } from './sections.ts'
import type { Begun, JournalTarget } from './target.ts'

/**
 * Opens a journal in Postgres; its schema is made where it is not there. Replicas may run: until
 * the end they wait to store anything, and take no callback.
 * @throws FatalError (69, 73, 78)
 */
export async function openPostgresTarget(
  settings: PostgresSettings,
  reading: Reading,
): Promise<JournalTarget> {
  const { schema } = settings
  await migrate(settings).catch(error => {
    throw refusal(error, settings)
  })
  const session = await openPostgresSession(settings)
  let fresh = true
  /** Written at the very end: replicas renew leases in these rows. */
  const sinks: Row[] = []

  const insert = (section: SectionName, rows: readonly Row[]): Promise<unknown> => {
    const { text, values } = insertOf(schema, section, rows)
    return session.query(text, values)
  }

  async function writeSinks(): Promise<void> {
    if (sinks.length === 0) return
    sinks.sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1))
    const { text, values } = insertOf(schema, 'sink', sinks)
    const replace = `DO UPDATE SET position = excluded.position, created_at = excluded.created_at,
      paused_at = excluded.paused_at, token = sink.token + 1, owner = NULL, lease_until = NULL`
    const conflict = 'ON CONFLICT DO NOTHING'
    const instead = fresh ? text.replace(conflict, `ON CONFLICT (name) ${replace}`) : text
    await session.query(instead, values)
    // A paused one has to stay nobody's.
    const apart = `UPDATE ${schema}.sink SET owner = $1, lease_until = 'infinity'
      WHERE paused_at IS NOT NULL`
    await session.query(apart, [nobody])
  }

  return {
    async begin(header) {
      await session.query('BEGIN')
      await session.query('SET LOCAL lock_timeout = 0')
      await session.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [lockClass, schema])
      const begun = await readBegun(session, schema, header)
      fresh = begun.lines === 0
      return begun
    },
    async add(section, rows) {
      if (section === 'sink') return void sinks.push(...rows)
      if (section !== 'callback') return void (await insert(section, rows))
      const keyed = rows.map(row => withKey(reading, row))
      await insert('callback', keyed)
      const keys = keyed.flatMap(row => {
        const { position = null } = row
        return derivedKeys(reading, row).map(key => ({ key, position }))
      })
      await insert('identity', keys)
    },
    async commit({ id, highest }, lines, complete) {
      await writeSinks()
      await raise(session, `${schema}.position`, highest.position)
      await raiseNumbers(session, `${schema}.batch`, highest.batch)
      await raiseNumbers(session, `${schema}.failure`, highest.failure)
      const marker = `INSERT INTO ${schema}.imported (id, lines, complete) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET lines = excluded.lines, complete = excluded.complete`
      await session.query(marker, [id, lines, complete])
      await session.query('COMMIT')
    },
    close: session.close,
  }
}

async function readBegun(
  session: PostgresSession,
  schema: string,
  { id, highest }: Header,
): Promise<Begun> {
  const [row] = await session.query<Begun>(
    `SELECT lines, complete FROM ${schema}.imported WHERE id = $1`,
    [id],
  )
  if (row?.complete) return row
  const any = async (what: string): Promise<boolean> => {
    const [found] = await session.query<{ any: boolean }>(`SELECT EXISTS (${what}) AS any`)
    return found!.any
  }
  if (row) {
    const beyond = `SELECT FROM ${schema}.callback WHERE position > ${highest.position}`
    if (await any(beyond)) throw takenSince()
    return row
  }
  for (const table of ['callback', 'identity', 'tombstone']) {
    if (await any(`SELECT FROM ${schema}.${table}`)) throw notEmpty()
  }
  return { lines: 0, complete: false }
}

/** Here each callback has its first key beside it; one that lost it has the other one. */
function withKey(reading: Reading, row: Row): Row {
  if (row['textKey'] !== null) return row
  return { ...row, textKey: hexOf(reading.eventIdKey(row['id'] as string)) }
}

const arrays: Readonly<Record<FieldKind, string>> = {
  text: 'text[]',
  position: 'bigint[]',
  place: 'bigint[]',
  count: 'integer[]',
  rate: 'float8[]',
  instant: 'float8[]',
  key: 'uuid[]',
  bytes: 'bytea[]',
  object: 'text[]',
  array: 'text[]',
}

/** Of a ledger that comes from elsewhere no row moves a cursor: the sink's own row has it. */
const ledgerColumns: Readonly<Record<string, number>> = { token: 0, position: 0 }

function insertOf(
  schema: string,
  section: SectionName,
  rows: readonly Row[],
): { text: string; values: Value[][] } {
  const fields = Object.entries(sections[section].fields)
  const more = Object.entries(section === 'batch' ? ledgerColumns : {})
  const columns = [...fields.map(([, { column }]) => column), ...more.map(([column]) => column)]
  const given = fields.map(([, { kind }], index) => `$${index + 1}::${arrays[kind]}`)
  const taken = fields.map(([, { kind, column }]) =>
    kind === 'instant' ? `to_timestamp(g.${column} / 1000)` : `g.${column}`,
  )
  const names = fields.map(([, { column }]) => column)
  const text = `INSERT INTO ${schema}.${section} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE
    SELECT ${[...taken, ...more.map(([, value]) => value)].join(', ')}
    FROM unnest(${given.join(', ')}) AS g (${names.join(', ')}) ON CONFLICT DO NOTHING`
  return { text, values: fields.map(([name]) => rows.map(row => row[name] ?? null)) }
}

/** What a sequence gives next is above a number; it never goes back. */
async function raise(session: PostgresSession, sequence: string, to: number): Promise<void> {
  if (to === 0) return
  await session.query(
    `SELECT setval($1, greatest(CASE WHEN is_called THEN last_value ELSE 0 END, $2::bigint))
     FROM ${sequence}`,
    [sequence, to],
  )
}

async function raiseNumbers(session: PostgresSession, table: string, to: number): Promise<void> {
  const [row] = await session.query<{ sequence: string }>(
    "SELECT pg_get_serial_sequence($1, 'number') AS sequence",
    [table],
  )
  await raise(session, row!.sequence, to)
}
