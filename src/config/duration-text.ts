const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

/**
 * A duration as it can be given: `30d`, `90m`. @param ms a multiple of 1 s, else it ends in `ms`
 */
export function durationText(ms: number): string {
  if (ms === 0) return '0s'
  const unit = units.find(([, size]) => ms % size === 0)
  return unit === undefined ? `${ms}ms` : `${ms / unit[1]}${unit[0]}`
}
