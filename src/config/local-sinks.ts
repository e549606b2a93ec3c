import type { StoreSettings } from '../domain/settings.ts'
import type { Finding } from './finding.ts'
import type { PlacedSink } from './sinks.ts'

/** What to tell of sinks that write where they run, by scheme. */
const messages = new Map([
  [
    'file',
    'with several replicas on one Postgres, one of them at a time writes this file, and which ' +
      'one changes: each disk ends up with a part of the events. Put it on storage that all ' +
      'replicas share, or use an http sink.',
  ],
  [
    'log',
    'with several replicas on one Postgres, one of them at a time logs the events, and which ' +
      'one changes. Collect the log lines of all replicas, or use an http sink.',
  ],
])

/** With Postgres, a warning for each sink whose output stays with the replica that drains it. */
export function localSinks(
  store: StoreSettings | undefined,
  sinks: readonly PlacedSink[],
): Finding[] {
  if (store?.engine !== 'postgres') return []
  return sinks.flatMap(({ settings: { url }, place }) => {
    const message = messages.get(url.slice(0, url.indexOf(':')).toLowerCase())
    return message === undefined ? [] : [{ place: place('/url'), message }]
  })
}
