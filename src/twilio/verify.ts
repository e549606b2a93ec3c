import { hash } from 'node:crypto'
import type { AccountSettings } from '../domain/settings.ts'
import type { ReceivedRequest, Verdict } from '../domain/verdict.ts'
import { createBudget } from './budget.ts'
import { claimedAccount, loggableAccount } from './claimed-account.ts'
import { contentOf } from './content-of.ts'
import { derivedUrl } from './derived-url.ts'
import { diagnose } from './diagnose.ts'
import { decodeForm, decodeQuery, type Field } from './form.ts'
import { type AccountKey, createKeyring, keyRequired } from './keyring.ts'
import { isProbe } from './probe.ts'
import { type Refusal, refused } from './refusal.ts'
import { isSignatureOf, sameText, signedFields } from './signature.ts'
import type { Signed } from './signed.ts'
import { createEndpoint, legacyUrls } from './signed-urls.ts'
import { withoutDefaultPort } from './url-text.ts'

export interface VerifierOptions {
  /** Empty where `authTokens` serve any account. */
  accounts: readonly AccountSettings[]
  authTokens: readonly string[]
  /** Without a slash at the end; empty: derived from each request. */
  publicUrls: readonly string[]
  /** How many failed signatures a second are looked into; 10 unless told. */
  diagnosesPerSecond?: number
  /** In ms, never going back. */
  now?: () => number
}

/** In bytes. The provider's callbacks are far below; for larger ones, finding out costs much. */
const diagnosable = 4096

export interface Verifier {
  /** Says whether the provider signed a request, and if not, as well as it can, why. */
  verify(request: ReceivedRequest): Verdict
}

/** Makes the verifier of a configuration. The rules are those of `docs/signatures.md`. */
export function createVerifier(options: VerifierOptions): Verifier {
  const { diagnosesPerSecond = 10, now = () => performance.now() } = options
  const keyring = createKeyring(options.accounts, options.authTokens)
  const configured = options.publicUrls.map(createEndpoint)
  const mayDiagnose = createBudget(diagnosesPerSecond, now)

  return {
    verify(request) {
      const query = decodeQuery(request.target)
      const refusal = screen(request, query)
      if (refusal !== undefined) return refused(refusal)
      const fields = fieldsOf(request)
      const claimed = claimedAccount(request, fields, query)
      const accountSid = loggableAccount(claimed)

      const keys = keyring.keysFor(claimed, header(request, 'x-twilio-signature-key-sid'))
      if ('reason' in keys) return refused(keys, accountSid)

      const signed: Signed = {
        request,
        signature: header(request, 'x-twilio-signature')!,
        endpoints: configured.length > 0 ? configured : [createEndpoint(derivedUrl(request))],
        fields,
        suffixes: suffixesOf(fields, query),
        keys,
      }
      const match = findMatch(signed)
      if (match === undefined) {
        if (request.target.length + request.body.length > diagnosable || !mayDiagnose()) {
          return refused(undiagnosed, accountSid, false)
        }
        const others = keyring.all.filter(key => !keys.includes(key))
        return refused(diagnose(signed, others, configured.length > 0), accountSid)
      }
      if (!match.key.accepted) return refused(keyRequired, accountSid)
      const { publicUrl, signedText } = match
      const account = match.key.accountSid ?? accountSid
      const probe = isProbe(request.body.length > 0 ? fields : query)
      return {
        genuine: true,
        publicUrl,
        signedText,
        ...(account && { accountSid: account }),
        ...(probe && { probe }),
      }
    },
  }
}

/** What needs no key to be refused. */
function screen(request: ReceivedRequest, query: readonly Field[]): Refusal | undefined {
  if (header(request, 'x-twilio-signature') === undefined) return signatureMissing
  const bodyHash = bodyHashOf(query)
  if (bodyHash === undefined) {
    return request.body.length > 0 && contentOf(request) !== 'form' ? bodyUnsigned : undefined
  }
  return sameText(bodyHash, hash('sha256', request.body, 'hex')) ? undefined : bodyHashMismatch
}

function fieldsOf(request: ReceivedRequest): Field[] {
  if (contentOf(request) !== 'form') return []
  const { body, form = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body) } = request
  return decodeForm(form, body)
}

/** A form's fields are signed, or the hash of its text in the URL; another body's hash only. */
function suffixesOf(fields: readonly Field[], query: readonly Field[]): string[] {
  if (fields.length === 0) return ['']
  return bodyHashOf(query) === undefined ? [signedFields(fields)] : [signedFields(fields), '']
}

interface Match {
  publicUrl: string
  signedText: string
  key: AccountKey
}

/** Tries the likely first: a genuine request with one token costs one HMAC. */
function findMatch({ request, signature, endpoints, suffixes, keys }: Signed): Match | undefined {
  const { target } = request
  const keyOf = (text: string) => keys.find(key => isSignatureOf(signature, text, key))

  for (const { publicUrl, forms, bare } of endpoints) {
    for (const form of forms) {
      for (const suffix of suffixes) {
        const key = keyOf(form + target + suffix)
        if (key) return { publicUrl, signedText: bare + target + suffix, key }
      }
    }
  }
  for (const endpoint of endpoints) {
    for (const url of legacyUrls(endpoint, target)) {
      for (const suffix of suffixes) {
        const key = keyOf(url + suffix)
        const signedText = withoutDefaultPort(url) + suffix
        if (key) return { publicUrl: endpoint.publicUrl, signedText, key }
      }
    }
  }
  return undefined
}

/** The first of several, as the official package has it. */
function bodyHashOf(query: readonly Field[]): string | undefined {
  return query.find(([name]) => name === 'bodySHA256')?.[1]
}

function header({ headers }: ReceivedRequest, name: string): string | undefined {
  const value = headers[name]
  return (Array.isArray(value) ? value.join(', ') : value) || undefined
}

const signatureMissing: Refusal = {
  reason: 'signature-missing',
  hint:
    'The request has no X-Twilio-Signature: it is not from the provider, or something before ' +
    'Reelay drops the header and must let it through.',
}

const bodyUnsigned: Refusal = {
  reason: 'body-unsigned',
  hint:
    'The body is not a form and no bodySHA256 in the URL covers it: if the provider sent it, ' +
    'something before Reelay changed its Content-Type or its query and must pass both on.',
}

const bodyHashMismatch: Refusal = {
  reason: 'body-hash-mismatch',
  hint:
    'The body is not the one whose hash is in bodySHA256 of the URL: something before Reelay ' +
    'rewrites bodies and must pass them on byte for byte.',
}

const undiagnosed: Refusal = {
  reason: 'signature-unknown',
  hint: 'The signature does not hold; why was not looked into (too many at once, or too large).',
}
