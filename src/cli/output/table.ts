import { cutToWidth, displayWidth, padToWidth } from './display-width.ts'
import { printable } from './printable.ts'
import type { Terminal } from './terminal.ts'

/** A column of a table. Its texts may be from outside: the table makes them printable. */
export interface Column<Item> {
  /** Its heading: the item's key in JSON. */
  name: string
  text(item: Item): string
  /** A shorter text, for a terminal that is too narrow for all of it, and for pipes. */
  short?(item: Item): string
  align?: 'right'
  /** Free text: cut with a … where it does not fit. */
  free?: boolean
  /** Left out on a terminal that is too narrow; the highest number first. */
  spare?: number
}

/** Lines of a table, page by page: the first page decides which columns there are. */
export interface Table<Item> {
  /** With the heading before the first page; empty for no items. */
  lines(items: readonly Item[]): string
}

/** A free text is cut to no less than this before other columns are left out. */
const leastFree = 24
const gap = 2

/** Without a terminal every column is there whole. */
export function createTable<Item>(
  columns: readonly Column<Item>[],
  terminal: Terminal,
): Table<Item> {
  let layout: { column: Column<Item>; width: number; text: (item: Item) => string }[] | undefined

  function choose(items: readonly Item[]): NonNullable<typeof layout> {
    const layouts = candidates(columns, terminal).map(chosen =>
      chosen.map(({ column, text }) => ({
        column,
        text,
        width: Math.max(displayWidth(column.name), ...items.map(item => displayWidth(text(item)))),
      })),
    )
    const most = terminal.width
    if (most === undefined) return layouts[0]!
    const chosen =
      layouts.find(each => {
        const least = each.map(({ column, width }) =>
          column.free === true ? Math.min(width, leastFree) : width,
        )
        return total(least) <= most
      }) ?? layouts.at(-1)!
    return fitFree(chosen, most)
  }

  function line(texts: readonly string[]): string {
    const cells = layout!.map(({ column, width }, at) => {
      const text = column.free === true ? cutToWidth(texts[at]!, width) : texts[at]!
      return padToWidth(text, width, column.align)
    })
    return cells.join(' '.repeat(gap)).trimEnd()
  }

  return {
    lines(items) {
      if (items.length === 0) return ''
      const lines: string[] = []
      if (layout === undefined) {
        layout = choose(items)
        lines.push(terminal.bold(line(layout.map(({ column }) => column.name))))
      } else {
        for (const each of layout) {
          if (each.column.free === true && terminal.width !== undefined) continue
          each.width = Math.max(each.width, ...items.map(item => displayWidth(each.text(item))))
        }
      }
      for (const item of items) lines.push(line(layout.map(({ text }) => text(item))))
      return `${lines.join('\n')}\n`
    },
  }
}

interface Chosen<Item> {
  column: Column<Item>
  text: (item: Item) => string
}

/** What may be shown, the most first. */
function candidates<Item>(
  columns: readonly Column<Item>[],
  { interactive, width }: Terminal,
): Chosen<Item>[][] {
  const whole = (short: boolean): Chosen<Item>[] =>
    columns.map(column => {
      const text = short && column.short ? column.short : column.text
      return { column, text: item => printable(text(item)) }
    })
  if (!interactive) return [whole(true)]
  const all = [whole(false)]
  if (width === undefined) return all
  const spares = columns.flatMap(({ spare }) => (spare === undefined ? [] : [spare]))
  for (const short of [false, true]) {
    for (const limit of spares.toSorted((a, b) => b - a)) {
      all.push(whole(short).filter(({ column }) => (column.spare ?? -1) < limit))
    }
  }
  return all
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap * (widths.length - 1))
}

/** Gives free texts what the others leave, the wider ones less than they want. */
function fitFree<Laid extends { column: { free?: boolean }; width: number }>(
  layout: Laid[],
  most: number,
): Laid[] {
  const tooMuch = () => total(layout.map(({ width }) => width)) - most
  const free = layout.filter(({ column }) => column.free === true)
  while (tooMuch() > 0) {
    const widest = free.reduce((a, b) => (b.width > a.width ? b : a), free[0]!)
    if (widest === undefined || widest.width <= 8) break
    widest.width -= 1
  }
  return layout
}
