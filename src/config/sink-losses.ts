import { wantsType } from '../domain/type-filter.ts'
import type { Finding } from './finding.ts'
import type { Looked } from './losses.ts'
import { nearestName } from './nearest-name.ts'

/** Sinks that events pass by. */
export function sinkLosses({ sinks, origins }: Looked, knownTypes: readonly string[]): Finding[] {
  const misspelt = sinks.flatMap(({ settings: { types = [] }, place }) =>
    types.flatMap((type, index): Finding[] => {
      if (knownTypes.some(known => wantsType([type], known))) return []
      const nearest = nearestName(type, type.endsWith('*') ? families(knownTypes) : knownTypes)
      const message = `no event has the type ${type}: nothing comes by it. The nearest is ${nearest}.`
      return [{ place: place(`/types/${index}`), message }]
    }),
  )
  const { place = 'REELAY_SINKS' } = origins.of('REELAY_SINKS')
  const onlyLog = sinks.every(({ settings }) => /^log:/i.test(settings.url))
  const wanted = (type: string) => sinks.some(({ settings }) => wantsType(settings.types, type))
  if (sinks.length === 0) return misspelt
  if (onlyLog) {
    const message =
      'only log: is there, which shows events and promises nothing. Add a sink that keeps them.'
    return [...misspelt, { place, message }]
  }
  const message = 'no sink takes twilio.video.recording.completed: nobody hears of recordings.'
  return wanted('twilio.video.recording.completed') || wanted('twilio.voice.recording.completed')
    ? misspelt
    : [...misspelt, { place, message }]
}

/** `twilio.video.room.*` for each family. */
function families(types: readonly string[]): string[] {
  return [...new Set(types.map(type => `${type.slice(0, type.lastIndexOf('.'))}.*`))]
}
