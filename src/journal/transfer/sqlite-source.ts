import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Reading } from '../../domain/reading.ts'
import { openForReading } from '../sqlite/open-for-reading.ts'
import type { Highest } from './line.ts'
import { type Row, type SectionName, sections } from './sections.ts'
import type { JournalSource } from './source.ts'

/** What the tables of a file have, by the version of its format. */
const textKeySince = 2
const operatingSince = 3
const operating: ReadonlySet<SectionName> = new Set(['replay', 'tombstone', 'failure'])

/**
 * A journal's file as it is now, whoever goes on writing to it; also one of an older program.
 * @throws FatalError (73) where it is not there, or no journal
 */
export function openSqliteSource(path: string, reading: Reading): JournalSource {
  const { db, version } = openForReading(path)
  try {
    db.exec('PRAGMA temp_store = FILE; BEGIN')
    const highest = readHighest(db, version)
    const textKey = findTextKeys(db, version, reading)
    return {
      engine: 'sqlite',
      highest,
      async *rows(section) {
        if (version < operatingSince && operating.has(section)) return
        const statement = db.prepare(selectText(section, version, textKey))
        for (const row of statement.iterate()) yield toRow(row)
      },
      close: async () => db.close(),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

/** Blobs are Uint8Arrays already, and keys come as hex. */
function toRow(row: Record<string, SQLOutputValue>): Row {
  return row as Row
}

function readHighest(db: DatabaseSync, version: number): Highest {
  const number = (sql: string): number => Object.values(db.prepare(sql).get()!)[0] as number
  const given = (table: string): string =>
    `coalesce((SELECT seq FROM sqlite_sequence WHERE name = '${table}'), 0)`
  const inParked = 'coalesce((SELECT max(position) FROM parked), 0)'
  const inSinks = 'coalesce((SELECT max(position) FROM sink), 0)'
  return {
    position: number(`SELECT max(${given('callback')}, ${inSinks}, ${inParked})`),
    batch: number(`SELECT ${given('batch')}`),
    failure: version < operatingSince ? 0 : number(`SELECT ${given('failure')}`),
  }
}

/**
 * The first identity key of a callback `c`, as SQL. Rows that are older than that column have none
 * beside them: it is found among all keys, into a temporary table.
 */
function findTextKeys(db: DatabaseSync, version: number, reading: Reading): string {
  const own = version < textKeySince ? 'NULL' : 'c.text_key'
  const oldest = db.prepare(`SELECT ${own} AS key FROM callback AS c ORDER BY position LIMIT 1`)
  if (oldest.get()?.['key'] !== null) return own
  db.function('event_id_key', id => reading.eventIdKey(String(id)))
  db.exec(`
    CREATE TEMP TABLE text_key (position INTEGER PRIMARY KEY, key BLOB NOT NULL);
    INSERT OR IGNORE INTO text_key
    SELECT c.position, i.key FROM identity AS i JOIN callback AS c ON c.position = i.position
    WHERE ${own} IS NULL AND i.key <> event_id_key(c.id)`)
  const found = '(SELECT key FROM temp.text_key AS t WHERE t.position = c.position)'
  // one that lost it has its other key
  return `coalesce(${own}, ${found}, event_id_key(c.id))`
}

function selectText(section: SectionName, version: number, textKey: string): string {
  const { fields, key } = sections[section]
  const special: Readonly<Record<string, string>> = {
    textKey: `lower(hex(${textKey}))`,
    key: 'lower(hex(c.key))',
    ...(version < operatingSince && { pausedAt: 'NULL' }),
  }
  const columns = Object.entries(fields).map(
    ([name, { column }]) => `${special[name] ?? `c.${column}`} AS "${name}"`,
  )
  const order = key.map(each => `${section === 'identity' ? 'i' : 'c'}.${each}`).join(', ')
  if (section !== 'identity') {
    return `SELECT ${columns.join(', ')} FROM ${section} AS c ORDER BY ${order}`
  }
  // with what the keys of its callback follow from
  return `SELECT lower(hex(i.key)) AS key, i.position, lower(hex(${textKey})) AS textKey, c.id, c.type
    FROM identity AS i LEFT JOIN callback AS c ON c.position = i.position ORDER BY ${order}`
}
