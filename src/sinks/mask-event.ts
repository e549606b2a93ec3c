import type { CloudEvent } from '../domain/event.ts'

/** What stands where a log line leaves something out. */
export const masked = '[masked]'

const sid = /^[A-Z]{2}[0-9a-fA-F]{32}$/
const personalKey = /(name|identity)$/i
const anyUrl = /^[a-z][a-z0-9+.-]*:\S/i

/**
 * The event as a log line may show it. Without `personalData`: no identities, no names of rooms,
 * tracks and the like (but the SIDs that stand in for missing names), no value of an unknown field.
 * Query values and user info are left out either way: they may hold tokens.
 */
export function maskEvent(event: CloudEvent, personalData: boolean): CloudEvent {
  const data = mapStrings(event.data, [], (text, path) => {
    if (isQuery(path)) return masked
    if (!personalData && isPersonal(text, path)) return masked
    return anyUrl.test(text) ? bareUrl(text) : text
  })
  return { ...event, data: data as CloudEvent['data'] }
}

/** The texts of an event that `maskEvent` would leave out for being personal or unknown. */
export function personalTexts(event: CloudEvent): string[] {
  const texts: string[] = []
  mapStrings(event.data, [], (text, path) => {
    if (isQuery(path) || isPersonal(text, path)) texts.push(text)
    return text
  })
  return texts
}

function isQuery(path: readonly string[]): boolean {
  return path[0] === 'callback' && path[1] === 'query'
}

function isPersonal(text: string, path: readonly string[]): boolean {
  if (path[0] === 'extra') return true
  return personalKey.test(path.at(-1) ?? '') && !sid.test(text)
}

/** Cuts off user info, query and fragment; the text stays as it is otherwise. */
function bareUrl(text: string): string {
  const [address = ''] = text.split(/[?#]/, 1)
  const bare = address.replace(/^([^/]*\/\/)[^/]*@/, `$1${masked}@`)
  return address === text ? bare : `${bare}?${masked}`
}

/** A copy with every scalar that could carry text of the sender's mapped; keys stay. */
function mapStrings(
  value: unknown,
  path: readonly string[],
  map: (text: string, path: readonly string[]) => string,
): unknown {
  if (typeof value === 'string') return map(value, path)
  if (Array.isArray(value)) return value.map(item => mapStrings(item, path, map))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapStrings(item, [...path, key], map)]),
  )
}
