import { Client } from 'pg'
import type { PostgresSettings } from '../../domain/settings.ts'
import { clientConfig } from './connection.ts'

/** What replicas tell each other: only ever a hint, everything is polled for as well. */
export interface Listener {
  close(): void
}

/** After a connection broke, ms. */
const retryMs = 1_000
/** A connection on which nothing happens is looked after this often, ms. */
const probeMs = 15_000

/** The channel of a schema's notifications. Their payload: what happened, a blank, who tells it. */
export function channelOf(schema: string): string {
  return `reelay_${schema}`
}

/**
 * Calls `heard` with each notification's payload, over a connection of its own. `missed`: there was
 * no connection for a while, and what was told then was not heard.
 */
export function listen(
  settings: PostgresSettings,
  heard: (payload: string) => void,
  missed: () => void,
): Listener {
  let closed = false
  let deaf = false
  let client: Client | undefined
  let timer: NodeJS.Timeout | undefined

  function connect(): void {
    try {
      connectNow()
    } catch {
      timer = setTimeout(connect, retryMs) // a file of TLS that can't be read just now
    }
  }

  function connectNow(): void {
    const own = new Client({ ...clientConfig(settings), query_timeout: 5_000 })
    let over = false
    const lost = (): void => {
      if (over) return
      over = true
      clearTimeout(timer)
      void own.end().catch(() => {})
      deaf = true
      if (!closed) timer = setTimeout(connect, retryMs)
    }
    const probe = (): void => {
      own.query('SELECT 1').then(() => {
        if (!over && !closed) timer = setTimeout(probe, probeMs)
      }, lost)
    }
    own.on('notification', ({ payload }) => heard(payload ?? ''))
    own.on('error', lost)
    own.on('end', lost)
    own
      .connect()
      .then(() => own.query(`LISTEN ${channelOf(settings.schema)}`))
      .then(() => {
        if (deaf && !closed) missed()
        deaf = false
        probe()
      })
      .catch(lost)
    client = own
  }

  connect()
  return {
    close() {
      closed = true
      clearTimeout(timer)
      void client?.end().catch(() => {})
    },
  }
}
