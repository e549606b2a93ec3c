import type { PostgresParameter, PostgresUrl } from './postgres-url.ts'

/** A parameter that is a whole number within bounds. */
export function wholeNumber(
  { parameters, wrong }: PostgresUrl,
  name: PostgresParameter,
  { from, to, byDefault }: { from: number; to: number; byDefault: number },
): number {
  const text = parameters.get(name)
  if (text === undefined) return byDefault
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (number >= from && number <= to) return number
  wrong(name, `needs a whole number from ${from} to ${to}.`)
  return byDefault
}
