import { subscribe } from 'node:diagnostics_channel'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../domain/clock.ts'
import type { Feed } from '../domain/journal.ts'
import type { SinkSettings } from '../domain/settings.ts'
import { openFeeds } from '../journal/open-feeds.ts'
import { createLogger } from '../log-output.ts'
import { createDrain, type Drain } from '../relay/drain.ts'
import type { RetryPolicy } from '../relay/next-delay.ts'
import { type LoadedSink, loadSink } from '../sinks/load.ts'
import { type RetryOptions, relayOptions } from '../sinks/relay-options.ts'
import { reading } from '../twilio/reading.ts'
import { gatherLines } from './gather-lines.ts'
import type { FromRelay, RelayThreadData, ToRelay } from './relay-protocol.ts'

const main = parentPort!
const { settings, baseDir, journal } = workerData as RelayThreadData
const tell = (message: FromRelay): void => main.postMessage(message)

const lines = gatherLines(text => tell({ kind: 'lines', lines: text }))
const log = createLogger(settings.log.level, lines)
const feeds = await openFeeds(settings.store, journal, reading, log)
/** Made at the start, so that a mistake shows then; a sink that is taken again is made anew. */
const prepared = new Map<string, LoadedSink>()
/** By sink. A drain may still be in the making when its sink is lost again. */
const drains = new Map<string, Promise<Drain>>()
const running = new Set<Drain>()
let stopping = false

subscribe('reelay:delivery', delivery => tell({ kind: 'delivery', delivery }))
feeds.onStored(() => {
  for (const drain of running) drain.wake()
})
main.on('message', ({ kind }: ToRelay) => {
  if (kind === 'start') void start()
  else void stop()
})

async function start(): Promise<void> {
  try {
    const made = await Promise.allSettled(settings.sinks.map(load))
    for (const [index, each] of made.entries()) {
      if (each.status === 'fulfilled') prepared.set(settings.sinks[index]!.name, each.value)
    }
    const failed = made.find(each => each.status === 'rejected')
    if (failed) throw failed.reason
    if (stopping) return
    await feeds.start(settings.sinks, { taken, lost })
    tell({ kind: 'ready' })
  } catch (error) {
    tell({ kind: 'fatal', message: error instanceof Error ? error.message : String(error) })
    await stop()
  }
}

function load(sink: SinkSettings): Promise<LoadedSink> {
  return loadSink(sink, { log, baseDir, personalData: settings.log.personalData })
}

async function taken(name: string, feed: Feed): Promise<void> {
  const made = makeDrain(name, feed)
  drains.set(name, made)
  const drain = await made
  running.add(drain)
  await drain.start()
}

async function makeDrain(name: string, feed: Feed): Promise<Drain> {
  const sink = settings.sinks.find(each => each.name === name)!
  const loaded = prepared.get(name) ?? (await load(sink))
  prepared.delete(name)
  const { timeoutMs, retry } = relayOptions(sink.options)
  return createDrain({
    name,
    feed,
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

async function lost(name: string): Promise<void> {
  const drain = await drains.get(name)?.catch(() => undefined)
  drains.delete(name)
  if (!drain) return
  await drain.stop(stopping ? 'service.stopping' : 'lease.lost')
  running.delete(drain)
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

async function stop(): Promise<void> {
  stopping = true
  const unused = [...prepared.values()].map(async ({ sink }) => sink.close())
  await Promise.allSettled([feeds.close(), ...unused])
  lines.flush()
  // A sink of a user's own may have left something open: it must not keep the process.
  process.exit()
}
