import { type MessagePort, parentPort } from 'node:worker_threads'
import { systemClock } from '../../domain/clock.ts'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import { type JournalStats, type RetentionCount, Unstored } from '../../domain/journal.ts'
import type { Reading } from '../../domain/reading.ts'
import type { PostgresSettings } from '../../domain/settings.ts'
import { readTexts, toReceiptTexts } from '../callback-codec.ts'
import { createHints } from '../hints.ts'
import type { AttachedThread, FromJournal, JournalThreadData, ToJournal } from '../protocol.ts'
import { openSpool, type Spool } from '../spool.ts'
import { wireError } from '../wire-error.ts'
import { createAppender } from './append.ts'
import { openDatabase } from './database.ts'
import { createDesk } from './desk.ts'
import { journalConnections, tell as notify, processName } from './feeds.ts'
import { createIntake } from './intake.ts'
import { migrate } from './migrate.ts'
import { createRetention } from './retention.ts'
import { readStats } from './stats.ts'

/**
 * Retention begins a little after the start, then looks this often, and pauses between steps: ms.
 */
const retentionDelay = 5_000
const retentionInterval = 60_000
const retentionPause = 50

/** What is not closed by then, ms, is left to the end of the process. */
const closeMs = 2_000

/** At start Postgres may take so long to come up, ms, where no spool takes its place. */
const startPatience = 5_000
const startRetry = 250

/**
 * The journal's thread where the journal is in Postgres: it parses, commits, and keeps the spool.
 * The relay reads and settles over connections of its own, and hears from here what was stored.
 */
export async function runPostgresThread(
  reading: Reading,
  { store, spool: spoolPath, retention, sinks }: JournalThreadData,
): Promise<void> {
  const main = parentPort!
  const settings = store as PostgresSettings
  const { schema } = settings
  const tell = (message: FromJournal): void => main.postMessage(message)
  const once = createOnce(() => migrate(settings).then(() => {}))

  let spool: Spool | undefined
  let away: Unstored | undefined
  try {
    spool = spoolPath === undefined ? undefined : openSpoolFor(spoolPath, reading)
    away = await firstContact(once, spool ? 0 : startPatience)
    if (away && !spool) throw new FatalError(exitCodes.unavailable, away.message)
  } catch (error) {
    const { exitCode = exitCodes.store, message } = error as FatalError
    tell({ kind: 'fatal', exitCode, message })
    spool?.close()
    main.close()
    return
  }

  // Callbacks have a connection of their own: nothing slow is in their way.
  const intakeDatabase = openDatabase(settings, 1)
  const database = openDatabase(settings, journalConnections - 1)
  const attached = new Map<AttachedThread, MessagePort>()
  // One generation for good: a feed finds out by its lease that the log is another one.
  const hints = createHints(hint => {
    attached.get('relay')?.postMessage(hint)
    void notify(database, schema, `stored ${processName}`)
  })
  const intake = createIntake({
    appender: createAppender(intakeDatabase, schema, reading),
    reading,
    ready: () => once().catch(rethrowUnstored),
    spool,
    away,
    events: {
      stored: groups => {
        for (const group of groups) hints.committed(group, 1)
      },
      failed: error => tell({ kind: 'failed', error: wireError(error) }),
      recovered: () => tell({ kind: 'recovered' }),
      spooling: (error, stats) => tell({ kind: 'spooling', error: wireError(error), spool: stats }),
      drained: (count, ms) => tell({ kind: 'drained', count, ms }),
    },
    clock: systemClock,
  })
  let turn: Promise<unknown> = Promise.resolve()
  /** The intake takes one group at a time. */
  const takeIn: typeof intake.append = callbacks => {
    const taken = turn.then(() => intake.append(callbacks))
    turn = taken.catch(() => {})
    return taken
  }
  const desk = createDesk({
    database,
    schema,
    reading,
    append: async callback => (await takeIn([callback]))[0]!,
    tell: payload => notify(database, schema, payload),
  })
  const retaining = createRetention({ database, schema, retention, sinks, now: Date.now })

  function receive(message: ToJournal): void {
    switch (message.kind) {
      case 'append':
        return void append(message)
      case 'stats':
        return void answerStats(message.request)
      case 'attach':
        return attach(message.as, message.port)
      case 'close':
        return void close()
    }
  }

  function attach(as: AttachedThread, port: MessagePort): void {
    attached.get(as)?.close()
    attached.set(as, port)
    if (as === 'relay') return hints.reopened(1)
    port.on('message', async (sent: ToJournal) => {
      if (sent.kind !== 'desk') return
      const { request, call } = sent
      const answer = await desk(call).then(
        value => ({ kind: 'answer', request, value }) as const,
        error => ({ kind: 'refusal', request, error: wireError(error) }) as const,
      )
      port.postMessage(answer)
    })
  }

  async function append({ request, callbacks }: ToJournal & { kind: 'append' }): Promise<void> {
    const began = performance.now()
    try {
      const receipts = await takeIn(readTexts(callbacks))
      const ms = performance.now() - began
      tell({ kind: 'appended', request, receipts: toReceiptTexts(receipts), ms })
    } catch (error) {
      tell({ kind: 'refusal', request, error: wireError(error) })
    }
  }

  async function answerStats(request: number): Promise<void> {
    try {
      const names = sinks.map(({ name }) => name)
      const stats = await readStats(database, schema, names).catch(withoutPostgres)
      const value: JournalStats = { ...stats, ...(spool && { spool: spool.stats() }) }
      tell({ kind: 'answer', request, value })
    } catch (error) {
      tell({ kind: 'refusal', request, error: wireError(error) })
    }
  }

  /** While Postgres is away the spool's figures are all there is. */
  function withoutPostgres(error: unknown): JournalStats {
    if (!spool) throw error
    return { sinks: [] }
  }

  let pausing = setTimeout(retain, retentionDelay)
  let retained = { removed: 0, forced: 0 }
  async function retain(): Promise<void> {
    const step = await retaining.step().then(retentionWorks, retentionFails)
    retained = { removed: retained.removed + step.removed, forced: retained.forced + step.forced }
    const more = step.removed + step.forced > 0
    if (!more && retained.removed + retained.forced > 0) {
      tell({ kind: 'retained', count: retained })
      retained = { removed: 0, forced: 0 }
    }
    if (!closing) pausing = setTimeout(retain, more ? retentionPause : retentionInterval)
  }

  let retentionFailing = false
  function retentionWorks(count: RetentionCount): RetentionCount {
    retentionFailing = false
    return count
  }

  /** Told once: while Postgres is away there is more to worry about. */
  function retentionFails(error: unknown): RetentionCount {
    const { code, message } = wireError(error)
    if (!retentionFailing && code !== 'unavailable') {
      tell({ kind: 'retention-failed', error: { ...(code && { code }), message } })
    }
    retentionFailing = true
    return { removed: 0, forced: 0 }
  }

  let closing = false
  async function close(): Promise<void> {
    closing = true
    clearTimeout(pausing)
    hints.close()
    // What is under way gets its time from the database: it must not keep the spool from closing.
    const closed = Promise.all([intake.close(), intakeDatabase.close(), database.close()])
    await Promise.race([closed, new Promise(resolve => setTimeout(resolve, closeMs))])
    for (const port of attached.values()) port.close()
    main.close()
  }

  main.on('message', receive)
  tell({ kind: 'ready' })
}

/** @throws FatalError (73) that names the setting */
function openSpoolFor(path: string, reading: Reading): Spool {
  try {
    return openSpool(path, reading, Date.now)
  } catch (error) {
    const text = (error as Error).message.replaceAll('REELAY_STORE', 'REELAY_SPOOL')
    throw new FatalError(exitCodes.store, `REELAY_SPOOL (${path}): ${text}`, { cause: error })
  }
}

/**
 * Looks for Postgres, for so long at the most. Undefined once the schema is there.
 * @throws FatalError where it is there and can't be used
 */
async function firstContact(ready: () => Promise<void>, ms: number): Promise<Unstored | undefined> {
  const end = performance.now() + ms
  for (;;) {
    try {
      await ready()
      return undefined
    } catch (error) {
      if (!(error instanceof Unstored)) throw error
      const worthWaiting = error.code === 'unavailable' || error.code === 'too-many-connections'
      if (!worthWaiting || performance.now() > end) return error
      await new Promise(resolve => setTimeout(resolve, startRetry))
    }
  }
}

/** What would keep it from starting keeps callbacks out of Postgres later on. */
function rethrowUnstored(error: unknown): never {
  if (!(error instanceof FatalError)) throw error
  const code = error.exitCode === exitCodes.config ? 'not-durable' : 'schema'
  throw new Unstored(code, error.message)
}

/** Does something until it has succeeded once. */
function createOnce(work: () => Promise<void>): () => Promise<void> {
  let done = false
  return async () => {
    if (done) return
    await work()
    done = true
  }
}
