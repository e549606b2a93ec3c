import { DatabaseSync } from 'node:sqlite'
import { type MessagePort, Worker } from 'node:worker_threads'
import type { SqliteStore } from './store.ts'

/** A checkpoint begins after this many commits. */
const commitsBetween = 200

/**
 * Keeps the write-ahead log small without letting callbacks wait: a checkpoint copies thousands of
 * pages and fsyncs them, which is what made p99 when it ran between commits. A thread of its own
 * does that over its own connection; the writer then copies only what was added meanwhile, and
 * the log starts again from its beginning. Where the thread died the writer does it all.
 */
export function startCheckpoints(
  path: string,
  store: SqliteStore,
  thread: URL,
): { committed(): void; close(): void } {
  let worker: Worker | undefined = new Worker(thread, { workerData: { path } })
  let since = 0
  let running = false
  worker.on('message', finish)
  worker.on('error', finish)
  worker.on('exit', () => {
    worker = undefined
    finish()
  })

  function finish(): void {
    running = false
    store.checkpoint()
  }

  return {
    committed() {
      if (running || ++since < commitsBetween) return
      since = 0
      if (!worker) return store.checkpoint()
      running = true
      worker.postMessage(store.generation)
    },
    close: () => worker?.postMessage('close'),
  }
}

/** The thread's own side: `port` leads to the writer. */
export function checkpointOnDemand(path: string, port: MessagePort): void {
  let db: DatabaseSync | undefined
  let generation = 0
  port.on('message', (message: number | 'close') => {
    try {
      if (message !== generation) db?.close()
      if (message === 'close') return port.close()
      if (message !== generation) db = new DatabaseSync(path)
      generation = message
      db!.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      generation = 0 // a failing disk is the writer's to tell; the file is opened anew next time
    }
    port.postMessage('done')
  })
}
