import type { ParseArgsOptionsConfig } from 'node:util'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Page } from '../domain/ledger.ts'
import type { AdminClient, Query } from './admin-client.ts'
import type { CommandArgs } from './command.ts'
import { usageError } from './usage-error.ts'

/** The most that the API gives in a page. */
const longestPage = 1000
const defaultLimit = 100

/** The options of every list. */
export const pageOptions: ParseArgsOptionsConfig = {
  limit: { type: 'string' },
  cursor: { type: 'string' },
  json: { type: 'boolean' },
}

/** Their lines in a command's help. */
export const pageUsage = `\
      --limit N        How many at the most; ${defaultLimit} unless given.
      --cursor CURSOR  Go on where a list ended: it said so on standard error.
      --json           One JSON object a line, as the API has it.
  -h, --help           This text.`

/** What part of a list is wanted. */
export interface Part {
  limit: number
  cursor?: string
}

/** @throws FatalError (64) */
export function readPart(command: string, { values }: CommandArgs): Part {
  const limit = values['limit'] === undefined ? defaultLimit : Number(values['limit'])
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw usageError(command, '--limit needs a whole number from 1 up.')
  }
  const cursor = values['cursor']
  return typeof cursor === 'string' ? { limit, cursor } : { limit }
}

/**
 * The pages of a list until `limit` items are there, or all. The last one has `next` where there is
 * more. A page may be empty: each look of the service is bounded in time.
 */
export async function* readPages<Item>(
  client: Pick<AdminClient, 'get'>,
  path: string,
  query: Query,
  { limit, cursor }: Part,
): AsyncGenerator<Page<Item>> {
  let left = limit
  let next = cursor
  do {
    const size = String(Math.min(left, longestPage))
    const page = await client.get<Page<Item>>(path, { ...query, limit: size, cursor: next })
    if (page === undefined || !Array.isArray(page.items)) throw noSuchList(path)
    left -= page.items.length
    next = page.next
    yield page
  } while (next !== undefined && left > 0)
}

function noSuchList(path: string): FatalError {
  const message = `The service has no /api/v1/${path}: is it older than this command?`
  return new FatalError(exitCodes.unavailable, message)
}
