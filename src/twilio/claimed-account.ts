import type { ReceivedRequest } from '../domain/verdict.ts'
import type { Field } from './form.ts'

const spellings = ['account_sid', 'accountSid', 'AccountSid']
const pattern = /^AC[0-9a-f]{32}$/i

/**
 * The account that a request says it is of: by its body (a form's field, a JSON object's member),
 * else by its query. Whoever has read the body has read that account, so its keys must hold: an
 * AccountSid in the query never chooses the keys for another one in the body.
 *
 * The last of several counts, as the provider's parameters follow the user's own. A JSON object
 * that names several accounts in several spellings names one that nobody has.
 */
export function claimedAccount(
  { body, form }: Pick<ReceivedRequest, 'body' | 'form'>,
  fields: readonly Field[],
  query: readonly Field[],
): string | undefined {
  const own = form === undefined && body.length > 0 ? ofJson(body) : ofFields(fields)
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
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString())
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const named = new Map(Object.entries(value))
  const sids = new Set(spellings.map(name => named.get(name)).filter(sid => sid !== undefined))
  return sids.size === 0 ? undefined : [...sids].join(' ')
}
