import { parentPort, workerData } from 'node:worker_threads'
import { buildApi } from '../api/app.ts'
import { type Follower, follow } from '../api/follow.ts'
import { readFollowed } from '../api/read-followed.ts'
import { openLedger } from '../journal/ledger/open-ledger.ts'
import { findStalled } from '../journal/ledger/stalled.ts'
import { createMending } from '../journal/mending/mending.ts'
import { openDesk } from '../journal/open-desk.ts'
import { reading } from '../twilio/reading.ts'
import type { FromLedger, LedgerThreadData, ToLedger } from './ledger-protocol.ts'

/** How often it is looked for recordings that should have ended by now, ms. */
const watchMs = 10_000

const main = parentPort!
const { settings, journal } = workerData as LedgerThreadData
const tell = (message: FromLedger): void => main.postMessage(message)
const sinks = settings.sinks.map(({ name, types }) => ({ name, ...(types && { types }) }))
const { ledger, query, projector, close } = await openLedger({
  store: settings.store,
  sinks,
  reading,
})
const desk = openDesk(journal)
const mending = createMending({ ledger, query, projector, desk, sinks, reading })
const api = await buildApi({ ledger, mending })
const followers = new Map<number, Follower>()
let watching = setTimeout(watch, 0)
let stopping = false

main.on('message', (message: ToLedger) => void receive(message))
projector.start()
tell({ kind: 'ready' })

async function receive(message: ToLedger): Promise<void> {
  switch (message.kind) {
    case 'call': {
      const { request, call } = message
      return tell({ kind: 'answer', request, answer: await api.answer(call) })
    }
    case 'follow':
      return begin(message)
    case 'more':
      return next(message.request)
    case 'unfollow':
      return void followers.delete(message.request)
    case 'stop':
      return stop()
  }
}

async function begin({ request, url, lastEventId }: ToLedger & { kind: 'follow' }): Promise<void> {
  // The list has the same parameters: what is wrong with them is told in the same words.
  const { status, ...rest } = await api.answer({ method: 'GET', url: asList(url), operator: '' })
  if (status !== 200) return tell({ kind: 'answer', request, answer: { status, ...rest } })
  const { filter, after } = readFollowed(url, lastEventId)
  followers.set(request, follow(ledger, filter, after))
  await next(request)
}

async function next(request: number): Promise<void> {
  try {
    const text = await followers.get(request)?.next()
    if (text !== undefined) tell({ kind: 'chunk', request, text })
  } catch {
    // The store is away: whoever follows connects again.
    followers.delete(request)
    const answer = { status: 503, headers: {}, body: '' }
    tell({ kind: 'answer', request, answer })
  }
}

function asList(url: string): string {
  const { search } = new URL(url, 'http://localhost')
  return `/api/v1/events${search === '' ? '?' : `${search}&`}limit=1`
}

async function watch(): Promise<void> {
  const { stalledAfterMs } = settings
  try {
    if (stalledAfterMs !== undefined && (await projector.catchUp(watchMs))) {
      const before = Date.now() - stalledAfterMs
      const found = await findStalled({ query, reading, desk }, before)
      for (const stalled of found) tell({ kind: 'stalled', stalled })
    }
    const { stalled } = await ledger.store()
    tell({ kind: 'stalled-count', count: stalled })
  } catch {
    // The store is away; whoever keeps callbacks says so.
  }
  if (!stopping) watching = setTimeout(watch, watchMs)
}

async function stop(): Promise<void> {
  stopping = true
  clearTimeout(watching)
  desk.close()
  await Promise.allSettled([api.close(), close()])
  main.close()
}
