import type { ReceivedRequest } from '../domain/verdict.ts'
import { contentOf } from './content-of.ts'
import type { Field } from './form.ts'
import { type JsonMember, readJsonMembers } from './json-members.ts'

const spellings = ['account_sid', 'accountSid', 'AccountSid']
const pattern = /^AC[0-9a-f]{32}$/i

/**
 * The account that a request says it is of: by its body (a form's field, a JSON object's member),
 * else by its query. This is the account that parsing will read, so that its keys must hold: an
 * AccountSid in the query never chooses the keys for another one in the body.
 *
 * The last of several counts, as the provider's parameters follow the user's own. A JSON object
 * that names several accounts in several spellings names one that nobody has.
 */
export function claimedAccount(
  request: Pick<ReceivedRequest, 'body' | 'headers'>,
  fields: readonly Field[],
  query: readonly Field[],
): string | undefined {
  const own = contentOf(request) === 'json' ? ofJson(request.body) : ofFields(fields)
  return own ?? ofFields(query)
}

/** The SID if it is one: what did not prove genuine has no other text in a log line. */
export function loggableAccount(accountSid: string | undefined): string | undefined {
  return accountSid !== undefined && pattern.test(accountSid) ? accountSid : undefined
}

function ofFields(fields: readonly Field[]): string | undefined {
  return fields.findLast(([name]) => name === 'AccountSid')?.[1]
}

function ofJson(body: Uint8Array): string | undefined {
  const members = readJsonMembers(body)
  if (typeof members === 'string') return undefined
  const named = spellings.flatMap(name => members.get(name) ?? [])
  if (named.length === 0) return undefined
  return [...new Set(named.map(textOf))].join(' ')
}

/** A text's value; the JSON of anything else, which is no account's SID. */
function textOf({ value, source }: JsonMember): string {
  return typeof value === 'string' ? value : source
}
