import { setTimeout as pause } from 'node:timers/promises'
import type { Dice } from './dice.ts'
import type { Timeline } from './timeline.ts'
import { type Sufferers, type Trouble, troubles } from './troubles.ts'

/** That many at once at the most. */
const atOnce = 3

/**
 * Makes trouble after trouble, some at once, with times of peace between them. When the time is
 * over each is mended at once; resolves then.
 */
export async function chaos(
  sufferers: Sufferers,
  options: { seconds: number; longest: number; dice: Dice; timeline: Timeline },
): Promise<void> {
  const { dice, longest, timeline } = options
  const over = AbortSignal.timeout(options.seconds * 1000)
  const wait = (ms: number): Promise<void> => pause(ms, undefined, { signal: over }).catch(() => {})
  const running = new Map<Trouble, Promise<void>>()

  const isFree = ({ needs }: Trouble): boolean =>
    running.size < atOnce && ![...running.keys()].some(other => shares(other.needs, needs))

  function begin(trouble: Trouble): void {
    const ended = timeline.begin(trouble)
    const done = trouble.run().catch(error => sufferers.violation(`${trouble.what}: ${error}`))
    const over = done.finally(() => {
      ended()
      running.delete(trouble)
    })
    running.set(trouble, over)
  }

  // Like a deck of cards: each comes once before any comes again; the next one that can come does.
  let deck: Trouble[] = []
  while (!over.aborted) {
    if (deck.length === 0) {
      deck = dice.shuffle(troubles).map(make => make(sufferers, { dice, wait, longest }))
    }
    const next = deck.find(isFree)
    if (!next) {
      await Promise.race(running.values())
      continue
    }
    deck.splice(deck.indexOf(next), 1)
    begin(next)
    await wait(dice.between(100, 2_000))
    if (!dice.chance(0.2)) continue
    await Promise.all(running.values())
    await wait(dice.between(1_000, 4_000))
  }
  await Promise.all(running.values())
}

function shares(some: readonly string[], others: readonly string[]): boolean {
  return some.some(each => others.includes(each))
}
