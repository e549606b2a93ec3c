import type { ReceivedRequest } from '../domain/verdict.ts'
import type { Field } from './form.ts'
import type { AccountKey } from './keyring.ts'
import type { Endpoint } from './signed-urls.ts'

/** A request that is well-formed enough to have a signature, and all that it may have signed. */
export interface Signed {
  request: ReceivedRequest
  signature: string
  endpoints: readonly Endpoint[]
  fields: readonly Field[]
  /** What may follow the URL in the signed text. */
  suffixes: readonly string[]
  keys: readonly AccountKey[]
}
