import { subscribe } from 'node:diagnostics_channel'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../clock.ts'
import { createFeeds } from '../journal/sqlite/feeds.ts'
import { createLogger } from '../log-output.ts'
import { createDrain, type Drain } from '../relay/drain.ts'
import { retryPolicy } from '../relay/next-delay.ts'
import { loadSink } from '../sinks/load.ts'
import { relayOptions } from '../sinks/relay-options.ts'
import { reading } from '../twilio/reading.ts'
import type { FromRelay, RelayThreadData, ToRelay } from './relay-protocol.ts'

const main = parentPort!
const { settings, journal } = workerData as RelayThreadData
const tell = (message: FromRelay): void => main.postMessage(message)

const log = createLogger(settings.log.level, { write: gatherLines() })
const feeds = createFeeds(settings.store.path, journal as MessagePort, reading, log)
const drains: Drain[] = []

subscribe('reelay:delivery', delivery => tell({ kind: 'delivery', delivery }))
feeds.onStored(() => {
  for (const drain of drains) drain.wake()
})
main.on('message', (message: ToRelay) => {
  if (message.kind === 'stop') void stop()
})

try {
  for (const each of settings.sinks) drains.push(await makeDrain(each))
  for (const drain of drains) drain.start()
  tell({ kind: 'ready' })
} catch (error) {
  tell({ kind: 'fatal', message: error instanceof Error ? error.message : String(error) })
}
