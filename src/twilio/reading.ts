import type { Reading } from '../domain/reading.ts'
import { eventIdKey, misfitId, signedTextKey } from './identity.ts'
import { mentionsOf } from './mentions.ts'
import { factsOf, parse, sameContent } from './parse.ts'

/** How the provider's callbacks are read, as the journal is given it. */
export const reading: Reading = {
  parse,
  sameContent,
  factsOf,
  mentionsOf,
  signedTextKey,
  eventIdKey,
  misfitId,
}
