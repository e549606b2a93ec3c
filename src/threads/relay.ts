import { subscribe } from 'node:diagnostics_channel'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../domain/clock.ts'
import type { Feed, RunningReplay, SinkFeed } from '../domain/journal.ts'
import type { SinkSettings } from '../domain/settings.ts'
import { openFeeds } from '../journal/open-feeds.ts'
import { createLogger } from '../log-output.ts'
import { createDrain, type Drain } from '../relay/drain.ts'
import type { RetryPolicy } from '../relay/next-delay.ts'
import { type Replays, runReplays } from '../relay/replays.ts'
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
/** By sink. It may still be in the making when its sink is lost again. */
const taken = new Map<string, Promise<AtWork>>()
const atWork = new Set<AtWork>()
let stopping = false

/** A sink that is drained here: its live feed, and its replays. */
interface AtWork {
  drain: Drain
  replays: Replays
}

subscribe('reelay:delivery', delivery => tell({ kind: 'delivery', delivery }))
subscribe('reelay:circuit', circuit => tell({ kind: 'circuit', circuit }))
feeds.listen({
  stored() {
    for (const { drain } of atWork) drain.wake()
  },
  reread() {
    for (const { drain, replays } of atWork) {
      for (const each of [drain, ...replays.drains()]) each.reread()
    }
  },
  nudged() {
    for (const { replays } of atWork) replays.look()
  },
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
    await feeds.start(settings.sinks, { taken: take, lost: lose })
    tell({ kind: 'ready' })
  } catch (error) {
    tell({ kind: 'fatal', message: error instanceof Error ? error.message : String(error) })
    await stop()
  }
}

function load(sink: SinkSettings): Promise<LoadedSink> {
  return loadSink(sink, { log, baseDir, personalData: settings.log.personalData })
}

async function take(name: string, feed: SinkFeed): Promise<void> {
  const made = begin(name, feed)
  taken.set(name, made)
  const { drain } = await made
  await drain.start()
}

async function begin(name: string, feed: SinkFeed): Promise<AtWork> {
  const drain = await makeDrain(name, feed)
  const makeReplay = (replay: RunningReplay, of: Feed) => makeDrain(name, of, replay.id)
  const replays = runReplays({ sink: name, feed, makeDrain: makeReplay, log, clock: systemClock })
  const made = { drain, replays }
  atWork.add(made)
  return made
}

async function makeDrain(name: string, feed: Feed, replay?: string): Promise<Drain> {
  const sink = settings.sinks.find(each => each.name === name)!
  const ready = replay === undefined ? prepared.get(name) : undefined
  if (ready) prepared.delete(name)
  const loaded = ready ?? (await load(sink))
  const { timeoutMs, retry } = relayOptions(sink.options)
  return createDrain({
    name,
    ...(replay !== undefined && { replay }),
    feed,
    sink: loaded.sink,
    types: sink.types,
    from: sink.from,
    batchSize: loaded.batchSize,
    timeoutMs,
    retry: toPolicy(retry),
    log: replay === undefined ? log : log.child({ replay }),
    clock: systemClock,
    random: Math.random,
  })
}

async function lose(name: string): Promise<void> {
  const made = await taken.get(name)?.catch(() => undefined)
  taken.delete(name)
  if (!made) return
  const why = stopping ? 'service.stopping' : 'lease.lost'
  await Promise.all([made.drain.stop(why), made.replays.stop(why)])
  atWork.delete(made)
  // Whoever drains it from now on has a circuit of its own, closed at first.
  tell({ kind: 'circuit', circuit: { sink: name, open: false } })
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
