const durationUnits: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
}

/** `30d`, `12h`, `15m`, `90s` in ms; undefined if it is none, or zero. */
export function parseDuration(text: string): number | undefined {
  return parse(text, durationUnits)
}

/** `500MB`, `10GiB`, or a plain number of bytes; undefined if it is none, or zero. */
export function parseSize(text: string): number | undefined {
  return parse(/^\d+$/.test(text) ? `${text}B` : text, sizeUnits)
}

function parse(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([A-Za-z]+)$/.exec(text) ?? []
  const factor = Object.hasOwn(units, unit) ? units[unit]! : Number.NaN
  const value = Number(digits) * factor
  return Number.isSafeInteger(value) && value > 0 ? value : undefined
}
