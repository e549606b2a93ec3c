/** Chance that comes again with its seed. */
export interface Dice {
  /** [0, 1) */
  roll(): number
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  shuffle<T>(list: readonly T[]): T[]
}

/** Mulberry32: small, and good enough to choose troubles with. */
export function createDice(seed: number): Dice {
  let state = seed | 0
  function roll(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const index = (length: number): number => Math.floor(roll() * length)
  return {
    roll,
    between: (low, high) => low + roll() * (high - low),
    chance: probability => roll() < probability,
    pick: list => list[index(list.length)]!,
    shuffle(list) {
      const left = [...list]
      return list.map(() => left.splice(index(left.length), 1)[0]!)
    },
  }
}
