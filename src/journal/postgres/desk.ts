import type { ParsedEvent } from '../../domain/event.ts'
import type { Receipt } from '../../domain/journal.ts'
import { ownCallback } from '../../domain/own-event.ts'
import type { Reading } from '../../domain/reading.ts'
import { identifyStored } from '../identify.ts'
import type { DeskAnswer, DeskCall } from '../protocol.ts'
import { toRaw } from '../raw-row.ts'
import type { Database } from './database.ts'
import { type EventRow, rawOf } from './event-row.ts'
import { channelOf } from './listener.ts'

/** Does what an operator asks of the journal. @throws Unstored */
export type Desk = (call: DeskCall) => Promise<DeskAnswer>

type QuarantinedRow = EventRow & { id: string; text_key: string }

export function createDesk(options: {
  database: Database
  schema: string
  reading: Reading
  /** Puts an event of our own into the log. */
  append: (callback: ReturnType<typeof ownCallback>) => Promise<Receipt>
  /** Tells every replica. */
  tell: (payload: string) => Promise<void>
}): Desk {
  const { database, schema, reading, append, tell } = options

  async function emit(event: ParsedEvent): Promise<DeskAnswer> {
    const { outcome } = await append(ownCallback(event))
    return outcome === 'stored' ? 'stored' : 'duplicate'
  }

  async function requeue(position: number): Promise<DeskAnswer> {
    const text = `SELECT ${rawOf('c')}, c.id, c.text_key FROM ${schema}.callback AS c
      WHERE c.position = $1 AND c.type IS NULL`
    const values = [position]
    const [row] = await database.query<QuarantinedRow>({ name: 'quarantined', text, values })
    if (!row) return 'gone'
    const textKey = Buffer.from(row.text_key.replaceAll('-', ''), 'hex')
    const identified = identifyStored(reading, toRaw(row), { textKey, id: row.id })
    if (identified.kind === 'misfit') {
      const errors = JSON.stringify(identified.errors)
      const update = `UPDATE ${schema}.callback SET errors = $2 WHERE position = $1`
      await database.query({ name: 'explain', text: update, values: [position, errors] })
      return 'misfit'
    }
    const { id, type, subject } = identified.event
    const idKey = Buffer.from(identified.idKey).toString('hex')
    const [done] = await database.query<{ outcome: string }>({
      name: 'requeue',
      text: `CALL ${schema}.requeue($1, $2, $3, $4, $5, NULL)`,
      values: [position, idKey, id, type, subject],
    })
    return done!.outcome
  }

  async function erase(positions: readonly number[]): Promise<number> {
    const [, , cancelled] = await database.transaction(schema, [
      {
        text: `INSERT INTO tombstone (position, received_at, id, type, subject)
          SELECT position, received_at, id, type, subject FROM callback WHERE position = ANY($1)
          ON CONFLICT (position) DO NOTHING`,
        values: [positions],
      },
      { text: 'DELETE FROM callback WHERE position = ANY($1)', values: [positions] },
      {
        text: `DELETE FROM parked
          WHERE position = ANY($1) AND state = 'waiting' AND sink NOT LIKE '%~%'`,
        values: [positions],
      },
      { text: 'DELETE FROM parked WHERE position = ANY($1)', values: [positions] },
      // Told with the commit: what a relay has in its memory must not be delivered.
      { text: 'SELECT pg_notify($1, $2)', values: [channelOf(schema), 'reread all'] },
    ])
    return cancelled!
  }

  /**
   * A paused sink stays nobody's. Its row has its place by itself: retention removes old batches.
   */
  async function evict(sink: string): Promise<undefined> {
    await database.query({
      name: 'evict',
      text: `UPDATE ${schema}.sink SET token = token + 1, position = ${schema}.cursor_of(name),
          owner = CASE WHEN paused_at IS NOT NULL THEN owner END,
          lease_until = CASE WHEN paused_at IS NOT NULL THEN lease_until END
        WHERE name = $1`,
      values: [sink],
    })
    await tell('lease operator')
  }

  return async call => {
    switch (call.verb) {
      case 'write':
        return database.transaction(schema, call.statements)
      case 'emit':
        return emit(call.event)
      case 'requeue':
        return requeue(call.position)
      case 'erase':
        return erase(call.positions)
      case 'evict':
        return evict(call.sink)
      case 'nudge':
        await tell('replay all')
        return undefined
    }
  }
}
