import { moment, momentAndAge } from './moment.ts'
import type { Column } from './table.ts'

/** A column of what an item has under this key, as text; empty where it has none. */
export function textColumn<Item extends object>(name: keyof Item & string): Column<Item> {
  return { name, text: item => textOf(item[name]) }
}

/** A column of instants, with how long ago where there is room. `now` in ms since the epoch. */
export function momentColumn<Item extends object>(
  name: keyof Item & string,
  now: number,
): Column<Item> {
  const instant = (item: Item) => textOf(item[name])
  return {
    name,
    text: item => momentAndAge(instant(item), now),
    short: item => moment(instant(item)),
  }
}

/** Of anything that JSON may hold. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
