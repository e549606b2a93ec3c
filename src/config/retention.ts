import type { RetentionSettings } from '../domain/settings.ts'
import type { ConfigFile } from './config-file.ts'
import type { Report } from './finding.ts'
import type { Given } from './given.ts'
import { nearestName } from './nearest-name.ts'
import { parseDuration, parseSize } from './parse-quantity.ts'

const day = 86_400_000

const defaults: RetentionSettings = {
  events: 30 * day,
  quarantine: 90 * day,
  deadLetters: 90 * day,
  maxAge: 90 * day,
}

const names = ['events', 'quarantine', 'deadLetters', 'maxAge', 'maxStoreBytes'] as const

/** Each from `REELAY_RETENTION` (`events=7d maxAge=30d`), else the file, else its default. */
export function readRetention(
  given: Given | undefined,
  file: ConfigFile | null | undefined,
  mistake: Report,
): RetentionSettings {
  const settings = { ...defaults }
  for (const name of names) {
    const value = file?.content.retention?.[name]
    if (value === undefined) continue
    set(settings, name, String(value).trim(), file!.place(`/retention/${name}`), mistake)
  }
  const seen = new Set<string>()
  for (const entry of given?.text.split(/\s+/) ?? []) {
    const { place } = given!
    const cut = entry.indexOf('=')
    const key = cut === -1 ? entry : entry.slice(0, cut)
    const name = names.find(known => known === key)
    if (cut === -1 || key === '') {
      mistake(place, `${entry} is no name=value. Write it as in: events=30d maxStoreBytes=10GB`)
    } else if (name === undefined) {
      mistake(place, `unknown name ${key}. The nearest is ${nearestName(key, names)}.`)
    } else if (seen.has(name)) {
      mistake(place, `${name} is given more than once.`)
    } else {
      set(settings, name, entry.slice(cut + 1), place, mistake)
    }
    seen.add(key)
  }
  return settings
}

function set(
  settings: RetentionSettings,
  name: (typeof names)[number],
  text: string,
  place: string,
  mistake: Report,
): void {
  const value = name === 'maxStoreBytes' ? parseSize(text) : parseDuration(text)
  if (value !== undefined) {
    settings[name] = value
  } else if (name === 'maxStoreBytes') {
    mistake(place, `${name}: ${text} is no size above zero. Write it as in: 500MB, 10GiB`)
  } else {
    mistake(place, `${name}: ${text} is no duration above zero. Write it as in: 30d, 12h, 15m, 90s`)
  }
}
