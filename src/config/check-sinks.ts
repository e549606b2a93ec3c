import type { SinkSettings } from '../domain/settings.ts'
import type { Finding } from './finding.ts'
import type { PlacedSink } from './sinks.ts'

/**
 * All that is wrong with a sink's settings, as `/url: …` or `/options/…: …`. Never rejects, shows
 * no secret. `personalData` is the setting of that name.
 */
export type CheckSink = (sink: SinkSettings, personalData: boolean) => Promise<readonly string[]>

/** What is wrong with any of the sinks, each with its place, in the order of the sinks. */
export async function checkSinks(
  sinks: readonly PlacedSink[],
  check: CheckSink,
  personalData: boolean,
): Promise<Finding[]> {
  const checked = sinks.map(async ({ settings, place }) => {
    const mistakes = await check(settings, personalData)
    return mistakes.map((mistake): Finding => {
      // A check of a user's own may leave the place out.
      const [, pointer = '', message = mistake] = /^(\/\S*): (.*)$/s.exec(mistake) ?? []
      return { place: place(pointer), message }
    })
  })
  return (await Promise.all(checked)).flat()
}
