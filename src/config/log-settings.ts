import type { LogLevel, Settings } from '../domain/settings.ts'
import type { Report } from './finding.ts'
import type { Pick } from './pick.ts'

const levels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** `LOG_LEVEL` and `LOG_PERSONAL_DATA`. */
export function readLog(pick: Pick, mistake: Report): Settings['log'] {
  const level = pick('LOG_LEVEL')
  const known = levels.find(each => each === level?.text.toLowerCase())
  if (level && !known) mistake(level.place, `not a level. Levels: ${levels.join(', ')}.`)

  const personalData = pick('LOG_PERSONAL_DATA')
  const on = personalData?.text.toLowerCase() ?? 'false'
  if (personalData && !['true', 'false'].includes(on)) {
    mistake(personalData.place, 'must be true or false.')
  }
  return { level: known ?? 'info', personalData: on === 'true' }
}
