import { subscribe } from 'node:diagnostics_channel'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../domain/clock.ts'
import type { SinkSettings } from '../domain/settings.ts'
import { createFeeds } from '../journal/sqlite/feeds.ts'
import { createLogger } from '../log-output.ts'
import { createDrain, type Drain } from '../relay/drain.ts'
import type { RetryPolicy } from '../relay/next-delay.ts'
import { loadSink } from '../sinks/load.ts'
import { type RetryOptions, relayOptions } from '../sinks/relay-options.ts'
import { reading } from '../twilio/reading.ts'
import { gatherLines } from './gather-lines.ts'
import type { FromRelay, RelayThreadData, ToRelay } from './relay-protocol.ts'

const main = parentPort!
const { settings, baseDir, journal } = workerData as RelayThreadData
const tell = (message: FromRelay): void => main.postMessage(message)

const lines = gatherLines(text => tell({ kind: 'lines', lines: text }))
const log = createLogger(settings.log.level, lines)
const feeds = createFeeds(settings.store.path, journal, reading, log)
let drains: Drain[] = []
let stopping = false
/** Starting, and starting over, happen one after the other; stopping waits for neither. */
let turn = Promise.resolve()

subscribe('reelay:delivery', delivery => tell({ kind: 'delivery', delivery }))
feeds.onStored(() => {
  for (const drain of drains) drain.wake()
})
feeds.onReopened(() => {
  turn = turn.then(stopDrains).then(start)
})
main.on('message', ({ kind }: ToRelay) => {
  if (kind === 'start') turn = turn.then(start)
  else void stop()
})

async function start(): Promise<void> {
  if (stopping) return
  try {
    const made = await Promise.allSettled(settings.sinks.map(makeDrain))
    drains = made.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
    const failed = made.find(each => each.status === 'rejected')
    if (failed) throw failed.reason
    await Promise.all(drains.map(drain => drain.start()))
    tell({ kind: 'ready' })
  } catch (error) {
    tell({ kind: 'fatal', message: error instanceof Error ? error.message : String(error) })
    await stop()
  }
}

async function makeDrain(sink: SinkSettings): Promise<Drain> {
  const { personalData } = settings.log
  const loaded = await loadSink(sink, { log, baseDir, personalData })
  const { timeoutMs, retry } = relayOptions(sink.options)
  return createDrain({
    name: sink.name,
    feed: feeds.feed(sink.name),
    sink: loaded.sink,
    types: sink.types,
    from: sink.from,
    batchSize: loaded.batchSize,
    timeoutMs,
    retry: toPolicy(retry),
    log,
    clock: systemClock,
    random: Math.random,
  })
}

function toPolicy(retry: RetryOptions): Partial<RetryPolicy> {
  const { baseSeconds, capSeconds, factor, attempts } = retry
  return {
    ...(baseSeconds !== undefined && { firstMs: baseSeconds * 1000 }),
    ...(capSeconds !== undefined && { maxMs: capSeconds * 1000 }),
    ...(factor !== undefined && { factor }),
    ...(attempts !== undefined && { attempts }),
  }
}

async function stopDrains(): Promise<void> {
  await Promise.all(drains.map(drain => drain.stop()))
  drains = []
}

async function stop(): Promise<void> {
  stopping = true
  await stopDrains()
  feeds.close()
  lines.flush()
  // A sink of a user's own may have left something open: it must not keep the process.
  process.exit()
}
