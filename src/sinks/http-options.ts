import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { SinkSetup } from '../domain/sink.ts'
import { httpTarget } from './http-target.ts'
import { messageOf } from './message-of.ts'
import { type SecretOptions, webhookSecrets, webhookSigner } from './webhook-signer.ts'

export interface HttpOptions extends SecretOptions {
  /** Requests at once. */
  concurrency: number
  /** Seconds for one request, from the connection to the end of the answer. */
  requestTimeout: number
  /** Sent with every request. */
  headers: Readonly<Record<string, string>>
}

const secret = { type: 'string', minLength: 1 }

export const httpOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    concurrency: { type: 'integer', minimum: 1, maximum: 256, default: 8 },
    requestTimeout: { type: 'number', exclusiveMinimum: 0, maximum: 600, default: 10 },
    headers: { type: 'object', additionalProperties: { type: 'string' }, default: {} },
    secret: { type: ['string', 'array'], minLength: 1, minItems: 1, items: secret },
    secretFile: secret,
  },
} as const

const ours = /^(content-|transfer-|webhook-)|^(connection|host|te|upgrade|expect|trailer)$/i

/** What is wrong with an `http:` sink beyond its schema, each with its place. No secrets in it. */
export function httpMistakes({ url, options, baseDir }: SinkSetup<HttpOptions>): string[] {
  return [
    ...mistake('/url', () => httpTarget(url)),
    ...Object.entries(options.headers).flatMap(([name, value]) =>
      mistake(`/options/headers/${name}`, () => checkHeader(name, value)),
    ),
    ...mistake('/options/headers/authorization', () => {
      const named = Object.keys(options.headers).some(name => /^authorization$/i.test(name))
      if (named && httpTarget(url).authorization) throw new Error('the URL has user info already')
    }),
    ...secretMistakes(options, baseDir),
  ]
}

function checkHeader(name: string, value: string): void {
  validateHeaderName(name)
  validateHeaderValue(name, value)
  if (ours.test(name)) throw new Error('is set by the sink itself')
}

function secretMistakes(options: HttpOptions, baseDir: string): string[] {
  if (options.secret !== undefined && options.secretFile !== undefined) {
    return ['/options/secretFile: secret is given too; keep one']
  }
  const place = options.secretFile === undefined ? '/options/secret' : '/options/secretFile'
  return mistake(place, () => {
    const secrets = webhookSecrets(options, baseDir)
    if (options.secretFile !== undefined && secrets.length === 0) throw new Error('holds no secret')
    for (const each of secrets) {
      if (!isSecret(each)) throw new Error('must be whsec_ and the base64 of 16 bytes or more')
    }
    webhookSigner(secrets)
  })
}

function isSecret(text: string): boolean {
  const base64 = text.replace(/^whsec_/, '')
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length >= 16 && bytes.toString('base64') === base64
}

function mistake(place: string, check: () => unknown): string[] {
  try {
    check()
    return []
  } catch (error) {
    return [`${place}: ${messageOf(error)}`]
  }
}
