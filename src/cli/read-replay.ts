import type { CommandArgs } from './command.ts'
import { readFilters } from './filters.ts'
import { usageError } from './usage-error.ts'

/** The filters that say which events are sent again. */
export const replayFilters = ['recording', 'room', 'account', 'type', 'since', 'until'] as const

/** What the API is asked to send again. */
export interface ReplayBody {
  sink?: string
  filter: Readonly<Record<string, string | readonly string[]>>
  dead?: true
  rate?: number
}

/** `now` in ms since the epoch. @throws FatalError (64) */
export function readReplay(args: CommandArgs, now: number): ReplayBody {
  const { id, dead, rate } = args.values
  const ids = [id ?? []].flat().map(each => String(each).trim())
  const { sink, ...filter } = readFilters('replay', [...replayFilters, 'sink'], args, now)
  const others = [...Object.keys(filter), ...(dead === true ? ['dead'] : [])]
  if (ids.length > 0 && others.length > 0) {
    throw usageError('replay', `--id names the events: --${others[0]} can't be given as well.`)
  }
  if (ids.includes('')) throw usageError('replay', '--id is empty.')
  if (ids.length === 0 && others.length === 0) {
    const options = ['id', ...replayFilters, 'dead'].map(name => `--${name}`).join(', ')
    throw usageError('replay', `Which events? Give at least one of ${options}.`)
  }
  return {
    ...(sink === undefined ? {} : { sink }),
    filter: ids.length > 0 ? { ids } : filter,
    ...(dead === true ? { dead } : {}),
    ...(rate === undefined ? {} : { rate: readRate(String(rate)) }),
  }
}

function readRate(text: string): number {
  const rate = Number(text)
  if (text.trim() !== '' && rate > 0 && Number.isFinite(rate)) return rate
  throw usageError('replay', '--rate needs a number of events a second, above 0.')
}
