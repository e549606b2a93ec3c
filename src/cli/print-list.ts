import { exitCodes } from '../domain/errors.ts'
import type { AdminClient, Query } from './admin-client.ts'
import type { CommandArgs, CommandIo } from './command.ts'
import { printable, printableJson } from './output/printable.ts'
import { type Column, createTable } from './output/table.ts'
import { terminalOf } from './output/terminal.ts'
import { write } from './output/write.ts'
import { readPages, readPart } from './pages.ts'

/** A list of the API, and how a person wants to see it. */
export interface List<Item> {
  command: string
  path: string
  query: Query
  columns: readonly Column<Item>[]
  /** Said where there is nothing. */
  empty: string
}

/**
 * Prints a list as a table, or as NDJSON with `--json`; says on stderr how to go on where there is
 * more. Resolves to the exit code.
 */
export async function printList<Item>(
  list: List<Item>,
  args: CommandArgs,
  io: CommandIo,
  client: Pick<AdminClient, 'get'>,
): Promise<number> {
  const part = readPart(list.command, args)
  const json = args.values['json'] === true
  const table = createTable(list.columns, terminalOf(io))
  let count = 0
  let next: string | undefined
  for await (const page of readPages<Item>(client, list.path, list.query, part)) {
    const text = json ? ndjson(page.items) : table.lines(page.items)
    if (text !== '') await write(io.stdout, text)
    count += page.items.length
    next = page.next
  }
  if (count === 0 && !json) io.stderr.write(`${list.empty}\n`)
  if (next !== undefined) io.stderr.write(`There is more: --cursor ${printable(next)}\n`)
  return exitCodes.ok
}

/** One object a line. */
export function ndjson(items: readonly unknown[]): string {
  return items.map(item => `${printableJson(item)}\n`).join('')
}
