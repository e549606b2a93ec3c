import type { PostgresSettings } from '../../domain/settings.ts'
import type { Field } from './field.ts'
import type { Highest } from './line.ts'
import { openPostgresSession, type PostgresSession } from './postgres-session.ts'
import { type Row, type SectionName, sections } from './sections.ts'
import type { JournalSource } from './source.ts'

/** Rows read at a time: bodies may be 64 KiB each. */
const pageRows = 200

/** From this version of the schema on it has what operators do. */
const operatingSince = 2
const operating: ReadonlySet<SectionName> = new Set(['replay', 'tombstone', 'failure'])

/**
 * A journal in Postgres as it is now, in one transaction that only reads; replicas go on.
 * @throws FatalError (69, 73)
 */
export async function openPostgresSource(settings: PostgresSettings): Promise<JournalSource> {
  const { schema } = settings
  const session = await openPostgresSession(settings)
  try {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const [row] = await session.query<{ version: number }>(
      `SELECT max(version) AS version FROM ${schema}.migration`,
    )
    const { version } = row!
    return {
      engine: 'postgres',
      highest: await readHighest(session, schema, version),
      async *rows(section) {
        if (version < operatingSince && operating.has(section)) return
        yield* page(session, selectText(schema, section, version))
      },
      close: session.close,
    }
  } catch (error) {
    await session.close()
    throw error
  }
}

async function* page(session: PostgresSession, text: string): AsyncGenerator<Row> {
  await session.query(`DECLARE page NO SCROLL CURSOR FOR ${text}`)
  for (;;) {
    const rows = await session.query<Row>(`FETCH ${pageRows} FROM page`)
    yield* rows
    if (rows.length < pageRows) break
  }
  await session.query('CLOSE page')
}

async function readHighest(
  session: PostgresSession,
  schema: string,
  version: number,
): Promise<Highest> {
  const highest = (table: string): string =>
    `coalesce((SELECT max(number) FROM ${schema}.${table}), 0)`
  // the sequence is no part of the snapshot: what it says now is no less
  const [row] = await session.query<Highest>(`SELECT
    greatest((SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ${schema}.position),
      (SELECT max(${schema}.cursor_of(name)) FROM ${schema}.sink),
      (SELECT max(position) FROM ${schema}.parked)) AS position,
    ${highest('batch')} AS batch,
    ${version < operatingSince ? '0' : highest('failure')} AS failure`)
  return row!
}

function selectText(schema: string, section: SectionName, version: number): string {
  const { fields, key } = sections[section]
  if (section === 'identity') {
    // with what the keys of its callback follow from
    return `SELECT encode(uuid_send(i.key), 'hex') AS key, i.position,
        encode(uuid_send(c.text_key), 'hex') AS "textKey", c.id, c.type
      FROM ${schema}.identity AS i LEFT JOIN ${schema}.callback AS c USING (position)
      ORDER BY i.key`
  }
  const special: Readonly<Record<string, string>> = {
    ...(section === 'sink' && { position: `${schema}.cursor_of(name)` }),
    ...(version < operatingSince && { pausedAt: 'NULL' }),
  }
  const columns = Object.entries(fields).map(
    ([name, field]) => `${special[name] ?? outOf(field)} AS "${name}"`,
  )
  const order = key.join(', ')
  return `SELECT ${columns.join(', ')} FROM ${schema}.${section} ORDER BY ${order}`
}

/** A column as a line has its value. */
function outOf({ kind, column }: Field): string {
  if (kind === 'instant') return `floor(extract(epoch FROM ${column}) * 1000)::float8`
  return kind === 'key' ? `encode(uuid_send(${column}), 'hex')` : column
}
