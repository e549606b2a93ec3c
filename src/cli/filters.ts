import type { ParseArgsOptionsConfig } from 'node:util'
import { recordingStates } from '../domain/ledger.ts'
import type { Query } from './admin-client.ts'
import type { CommandArgs } from './command.ts'
import { readInstant } from './instant.ts'
import { oneOf, usageError } from './usage-error.ts'

/** What an event can be to a sink. */
const eventStates = ['delivered', 'waiting', 'dead', 'pending', 'skipped', 'filtered'] as const

const sid = (...prefixes: string[]) => new RegExp(`^(?:${prefixes.join('|')})[0-9a-fA-F]{32}$`)

/** How the text of each filter's option becomes the API's parameter of the same name. */
const readers: Readonly<Record<string, (text: string, place: Place) => string>> = {
  account: withForm(sid('AC'), 'an account SID: AC and 32 hexadecimal digits'),
  recording: withForm(sid('RT', 'RE'), 'a recording SID: RT or RE and 32 hexadecimal digits'),
  type: withForm(/^[a-z][a-z0-9.-]*\*?$/, 'an event type, or its beginning and a *'),
  room: withForm(/./su, 'the SID or the name of a room'),
  sink: withForm(/./su, "a sink's name"),
  state: (text, { command, option }) => oneOf(command, option, text, eventStates),
  status: (text, { command, option }) => oneOf(command, option, text, recordingStates),
  since: readTime,
  until: readTime,
}

interface Place {
  command: string
  option: string
  now: number
}

export type FilterName = keyof typeof readers

/** The options of a command that takes these filters. */
export function filterOptions(names: readonly string[]): ParseArgsOptionsConfig {
  return Object.fromEntries(names.map(name => [name, { type: 'string' as const }]))
}

/**
 * What of them is given, under the names that the API has for them; times as RFC 3339 in UTC. `now`
 * in ms since the epoch. @throws FatalError (64)
 */
export function readFilters(
  command: string,
  names: readonly string[],
  { values }: CommandArgs,
  now: number,
): Record<string, string> {
  const query: Record<string, string> = {}
  for (const name of names) {
    const text = values[name]
    if (typeof text !== 'string') continue
    const read = readers[name]!(text.trim(), { command, option: `--${name}`, now })
    query[name === 'status' ? 'state' : name] = read
  }
  const { since, until } = query
  if (since !== undefined && until !== undefined && since >= until) {
    throw usageError(command, `--since (${since}) is not before --until (${until}).`)
  }
  if (names.includes('sink') && query['state'] !== undefined && query['sink'] === undefined) {
    throw usageError(command, '--state is what became of an event at a sink: give --sink as well.')
  }
  return query satisfies Query
}

/** An instant of the command line as the API takes it. @throws FatalError (64) */
export function readTime(text: string, { command, option, now }: Place): string {
  const ms = readInstant(text, now)
  if (ms !== undefined) return new Date(ms).toISOString()
  const zone = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(text) ? ' Say which zone: add a Z for UTC.' : ''
  const forms = '2026-11-24T03:12:45Z, 2026-11-24, or a duration back from now: 90m, 2h, 3d'
  const message = `${option}: ${JSON.stringify(text.slice(0, 100))} is no time: ${forms}.${zone}`
  throw usageError(command, message)
}

function withForm(form: RegExp, what: string) {
  return (text: string, { command, option }: Place): string => {
    if (form.test(text) && text.length <= 1000) return text
    const given = JSON.stringify(text.slice(0, 100))
    throw usageError(command, `${option}: ${given} is not ${what}.`)
  }
}
