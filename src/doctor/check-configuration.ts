import type { Inspected } from '../config/inspect-settings.ts'
import type { Checked } from './checked.ts'

const check = 'configuration'

/** A line for each mistake and each warning; one if there are none. */
export function checkConfiguration({ settings, mistakes, warnings }: Inspected): Checked[] {
  const found = [
    ...mistakes.map(({ place, message }): Checked => {
      return { check, state: 'fail', said: `${place}: ${message}` }
    }),
    ...warnings.map(({ place, message }): Checked => {
      return { check, state: 'warn', said: `${place}: ${message}` }
    }),
  ]
  if (found.length > 0) return found
  const sinks = settings.sinks.map(({ name }) => name).join(', ')
  return [{ check, state: 'ok', said: `right; store ${settings.store.engine}, sinks ${sinks}` }]
}
