import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import type { JournalStats } from '../../domain/journal.ts'
import type { Reading } from '../../domain/reading.ts'
import type { SqliteSettings } from '../../domain/settings.ts'
import { readTexts, toReceiptTexts } from '../callback-codec.ts'
import { createHints } from '../hints.ts'
import type {
  Answer,
  AnswerValue,
  AttachedThread,
  FromJournal,
  JournalThreadData,
  ToJournal,
} from '../protocol.ts'
import { wireError } from '../wire-error.ts'
import { startCheckpoints } from './checkpoint.ts'
import { createDesk } from './desk.ts'
import { createGroupCommit, type Reply } from './group-commit.ts'
import { lockJournal } from './lock.ts'
import { retentionStep } from './retention.ts'
import { readStats } from './stats.ts'
import { openStore, type SqliteStore } from './store.ts'

/**
 * Retention begins a little after the start, then looks this often, and pauses between steps: ms.
 */
const retentionDelay = 5_000
const retentionInterval = 60_000
const retentionPause = 20

/**
 * The journal's thread: the only one that writes the file and waits for the disk. It answers the
 * serving thread on its parent port and the relay on a port that it is handed.
 */
export function runJournalThread(reading: Reading, checkpointThread: URL): void {
  const main = parentPort!
  const { store: settings, retention, sinks } = workerData as JournalThreadData
  const { path } = settings as SqliteSettings
  const tell = (message: FromJournal): void => main.postMessage(message)
  const attached = new Map<AttachedThread, MessagePort>()
  let unlock: () => void
  let store: SqliteStore
  try {
    unlock = lockJournal(path)
    store = openStore(path, reading, Date.now)
  } catch (error) {
    tell({ kind: 'fatal', ...startFailure(error, path) })
    return
  }
  const checkpoints = startCheckpoints(path, store, checkpointThread)

  let commitMs = 0
  const hints = createHints(hint => attached.get('relay')?.postMessage(hint))
  const group = createGroupCommit(
    store,
    {
      committed(committed, ms) {
        hints.committed(committed, store.generation)
        checkpoints.committed()
        commitMs = ms
      },
      failed: error => tell({ kind: 'failed', error: wireError(error) }),
      recovered() {
        hints.reopened(store.generation)
        tell({ kind: 'recovered' })
      },
    },
    () => {
      drain(main as unknown as MessagePort)
      for (const port of attached.values()) drain(port)
    },
  )
  const desk = createDesk({
    store,
    group,
    tell: message => attached.get('relay')?.postMessage(message),
  })

  function drain(port: MessagePort): void {
    for (;;) {
      const received = receiveMessageOnPort(port)
      if (!received) return
      receive(port, received.message as ToJournal)
    }
  }

  function receive(port: MessagePort, message: ToJournal): void {
    switch (message.kind) {
      case 'append':
        return append(message)
      case 'settle':
        return group.settle(message, replyTo(port, message.request))
      case 'open':
        return group.open(message, replyTo(port, message.request))
      case 'desk':
        return desk(message.call, replyTo(port, message.request))
      case 'stats':
        return answerStats(replyTo(port, message.request))
      case 'attach':
        return attach(message.as, message.port)
      case 'close':
        return close()
    }
  }

  function attach(as: AttachedThread, port: MessagePort): void {
    attached.get(as)?.close()
    attached.set(as, port)
    port.on('message', (sent: ToJournal) => receive(port, sent))
    if (as === 'relay') hints.reopened(store.generation)
  }

  function append({ request, callbacks }: ToJournal & { kind: 'append' }): void {
    group.append(readTexts(callbacks), (error, receipts = []) => {
      if (error) return replyTo(main as unknown as MessagePort, request)(error)
      tell({ kind: 'appended', request, receipts: toReceiptTexts(receipts), ms: commitMs })
    })
  }

  function answerStats(reply: Reply<JournalStats>): void {
    const names = sinks.map(sink => sink.name)
    const stats = group.upkeep(db => readStats(db, names, Date.now()))
    reply(stats ? undefined : new Error('the disk fails'), stats)
  }

  let retaining = setTimeout(retain, retentionDelay)
  let retained = { removed: 0, forced: 0 }
  function retain(): void {
    const nothing = { removed: 0, forced: 0 }
    const step = group.upkeep(db => retentionStep(db, retention, sinks, Date.now())) ?? nothing
    retained = { removed: retained.removed + step.removed, forced: retained.forced + step.forced }
    const more = step.removed + step.forced > 0
    if (more) checkpoints.committed()
    if (!more && retained.removed + retained.forced > 0) {
      tell({ kind: 'retained', count: retained })
      retained = { removed: 0, forced: 0 }
    }
    retaining = setTimeout(retain, more ? retentionPause : retentionInterval)
  }

  function close(): void {
    clearTimeout(retaining)
    hints.close()
    group.close()
    checkpoints.close()
    unlock()
    for (const port of attached.values()) port.close()
    main.close()
  }

  main.on('message', (message: ToJournal) => receive(main as unknown as MessagePort, message))
  tell({ kind: 'ready' })
}

function replyTo<Value extends AnswerValue>(port: MessagePort, request: number): Reply<Value> {
  return (error, value) => {
    const answer: Answer = error
      ? { kind: 'refusal', request, error: wireError(error) }
      : { kind: 'answer', request, value }
    port.postMessage(answer)
  }
}

function startFailure(error: unknown, path: string): { exitCode: number; message: string } {
  if (error instanceof FatalError) return { exitCode: error.exitCode, message: error.message }
  const text = error instanceof Error ? error.message : String(error)
  const message = `${path} can't be opened (${text}): check that its folder exists and that this user may write to it`
  return { exitCode: exitCodes.store, message }
}
