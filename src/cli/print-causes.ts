import { exitCodes, FatalError } from '../domain/errors.ts'
import type { AdminClient, Query } from './admin-client.ts'
import type { CommandIo } from './command.ts'
import { momentColumn, textColumn } from './output/columns.ts'
import { type Column, createTable } from './output/table.ts'
import { terminalOf } from './output/terminal.ts'
import { write } from './output/write.ts'

/** What causes have in common. */
interface Counted {
  count: number
  newestAt: string
}

/**
 * Prints causes, grouped and counted, as a table of their own. Resolves to how many things they are
 * the causes of. `path`: of the list that has them: `dead-letters`.
 */
export async function printCauses<Item extends Counted>(
  path: string,
  query: Query,
  own: readonly Column<Item>[],
  io: CommandIo,
  client: Pick<AdminClient, 'get'>,
): Promise<number> {
  const answer = await client.get<{ items: Item[] }>(`${path}/causes`, query)
  if (!Array.isArray(answer?.items)) {
    const message = `The service has no /api/v1/${path}/causes: is it older than this command?`
    throw new FatalError(exitCodes.unavailable, message)
  }
  const now = Date.now()
  const columns: Column<Item>[] = [
    { ...textColumn<Item>('count'), align: 'right' },
    momentColumn<Item>('newestAt', now),
    ...own,
  ]
  const text = createTable(columns, terminalOf(io)).lines(answer.items)
  if (text !== '') await write(io.stdout, `${text}\n`)
  return answer.items.reduce((sum, { count }) => sum + count, 0)
}
