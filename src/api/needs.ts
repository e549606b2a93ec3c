import type { SinkItem, StoreItem } from '../domain/ledger.ts'
import type { Live } from '../domain/live.ts'

/** Something that wants a hand: what it is, and the command that shows it or puts it right. */
export interface Need {
  what: string
  detail: string
  command: string
}

/** A sink that is so far behind, s, although it works, is told. */
const lateSeconds = 300
/** An index that is so far behind is told. */
const lateRows = 10_000
/** Refusals are told for so long, ms. */
const refusedOfLateMs = 60 * 60 * 1000
const littleRoom = 1024 ** 3

/** What needs a hand, the most urgent first. `now` in ms since the epoch. */
export function needsOf(
  { store, sinks, live }: { store: StoreItem; sinks: readonly SinkItem[]; live: Live | undefined },
  now: number,
): Need[] {
  return [
    ...(live ? needsOfIntake(live, now) : []),
    ...sinks.flatMap(sink => needsOfSink(sink, live)),
    ...needsOfStore(store),
  ]
}

function needsOfIntake(live: Live, now: number): Need[] {
  const { phase, spool, logDropped, diskFreeBytes, refusals } = live
  const recent = refusals.filter(({ at }) => now - Date.parse(at) < refusedOfLateMs)
  const needs: (Need | false | undefined)[] = [
    phase !== 'running' && {
      what: 'not ready',
      detail: `callbacks may not be kept: ${phase}`,
      command: 'reelay doctor',
    },
    recent.length > 0 && {
      what: 'refusals',
      detail: `${counted(recent.length, 'request')} refused within the hour, last: ${recent[0]!.reason}`,
      command: 'reelay refusals',
    },
    spool && {
      what: 'spool',
      detail: `${counted(spool.callbacks, 'callback')} on this machine until Postgres takes them`,
      command: 'reelay doctor',
    },
    diskFreeBytes !== undefined &&
      diskFreeBytes < littleRoom && {
        what: 'disk',
        detail: `${Math.floor(diskFreeBytes / 1024 ** 2)} MiB are left where callbacks are kept`,
        command: 'reelay doctor',
      },
    logDropped > 0 && {
      what: 'log',
      detail: `${counted(logDropped, 'line')} dropped since nobody read them in time`,
      command: 'reelay doctor',
    },
  ]
  return needs.filter(each => each !== false && each !== undefined)
}

function needsOfSink(sink: SinkItem, live: Live | undefined): Need[] {
  const { name, dead, pausedAt, lag, oldestSeconds, lastError } = sink
  const isOpen = live?.openCircuits.includes(name) ?? false
  const needs: Need[] = []
  if (dead > 0) {
    needs.push({
      what: 'dead letters',
      detail: `${name} did not get ${counted(dead, 'event')} for good`,
      command: `reelay dead-letters --sink ${name}`,
    })
  }
  if (pausedAt !== undefined) {
    needs.push({
      what: 'paused',
      detail: `${name} waits since ${pausedAt}, ${counted(lag, 'event')} behind`,
      command: `reelay sink resume ${name}`,
    })
  } else if (isOpen || (lag > 0 && oldestSeconds > lateSeconds && sink.configured)) {
    const why = lastError ? `, last error: ${lastError.cause}` : ''
    needs.push({
      what: isOpen ? 'circuit open' : 'behind',
      detail: `${name} has ${counted(lag, 'event')} to get${why}`,
      command: `reelay events --sink ${name} --state waiting`,
    })
  }
  return needs
}

function needsOfStore({ quarantined, stalled, indexLag }: StoreItem): Need[] {
  const needs: (Need | false)[] = [
    quarantined > 0 && {
      what: 'quarantine',
      detail: `${counted(quarantined, 'callback')} fit no schema and are not relayed`,
      command: 'reelay quarantine',
    },
    stalled > 0 && {
      what: 'stalled',
      detail: `${counted(stalled, 'recording')} never completed in time`,
      command: 'reelay recordings --status stalled',
    },
    indexLag > lateRows && {
      what: 'look-ups',
      detail: `the index of look-ups is ${counted(indexLag, 'callback')} behind`,
      command: 'reelay status',
    },
  ]
  return needs.filter(each => each !== false)
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
