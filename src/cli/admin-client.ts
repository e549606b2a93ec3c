import type { IncomingMessage } from 'node:http'
import { adminUrl } from '../config/admin-url.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import { errorOfAnswer } from './admin-error.ts'
import type { CommandIo } from './command.ts'
import { printable } from './output/printable.ts'

/**
 * Parameters of a request; those that are undefined are left out, several values repeat the name.
 */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * What commands ask of the admin API. Paths are below `/api/v1`, without a slash before them.
 * Everything but a good answer and a 404 is a `FatalError` in words for people: 64 where the API
 * finds the request wrong, 69 where it is not to be had, 78 where the token is not enough.
 */
export interface AdminClient {
  /** Undefined where there is no such thing. */
  get<Body>(path: string, query?: Query): Promise<Body | undefined>
  /** Changes something, or would: undefined where there is no such thing. */
  send<Body>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<Body | undefined>
  /** An answer that goes on. Not to be had from a file. */
  stream(path: string, query: Query, options: StreamOptions): Promise<IncomingMessage>
  close(): Promise<void>
}

export interface StreamOptions {
  headers: Readonly<Record<string, string>>
  signal: AbortSignal
}

/** Nothing listens where the admin API should be. */
export class NothingListens extends FatalError {
  override name = 'NothingListens'
}

/** How long an answer may take, ms: an exact count of many events takes its time, erasing more. */
const patience = { look: 60_000, mend: 30 * 60_000 } as const
/** Far above any page. */
const longestAnswer = 256 * 1024 * 1024

/** The admin API of the running service, over HTTP. `token` is undefined where none is set. */
export function createAdminClient(base: string, token: string | undefined): AdminClient {
  const url = (path: string, query: Query = {}) => new URL(`${base}/api/v1/${path}${search(query)}`)
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }

  async function ask<Body>(method: string, to: URL, body?: object): Promise<Body | undefined> {
    const ms = method === 'GET' ? patience.look : patience.mend
    const signal = AbortSignal.timeout(ms)
    let status: number
    let type: string
    let text: string
    try {
      const answer = await request(method, to, { headers: authorization, signal }, body)
      status = answer.statusCode ?? 0
      type = answer.headers['content-type'] ?? ''
      text = await readText(answer)
    } catch (error) {
      throw unreachable(error, base, ms)
    }
    if (status >= 200 && status < 300) return parse<Body>(text, type, base)
    const error = errorOfAnswer({ status, type, text }, { base, token })
    if (error === undefined) return undefined
    throw error
  }

  return {
    get: (path, query) => ask('GET', url(path, query)),
    send: (method, path, body) => ask(method, url(path), body),
    async stream(path, query, options) {
      const headers = { ...authorization, ...options.headers }
      let answer: IncomingMessage
      try {
        answer = await request('GET', url(path, query), { ...options, headers })
        if (answer.statusCode === 200) return answer
      } catch (error) {
        throw unreachable(error, base, patience.look)
      }
      const type = answer.headers['content-type'] ?? ''
      const text = await readText(answer)
      const error = errorOfAnswer({ status: answer.statusCode ?? 0, type, text }, { base, token })
      throw error ?? new FatalError(exitCodes.unavailable, `${base} has no such stream.`)
    },
    async close() {},
  }
}

/** The client of the service that this environment, or the configuration file, tells of. */
export async function adminClientFor(io: CommandIo): Promise<AdminClient> {
  const { adminToken } = await import('../config/admin-token.ts')
  return createAdminClient(adminUrl(io), adminToken(io))
}

function search(query: Query): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? []].flat()) params.append(name, each)
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/**
 * Only what is needed of HTTP is loaded; no redirect is followed: it would take the token along.
 */
async function request(
  method: string,
  url: URL,
  { headers, signal }: StreamOptions,
  body?: object,
): Promise<IncomingMessage> {
  const http = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const payload = body === undefined ? undefined : JSON.stringify(body)
  const json = payload === undefined ? {} : { 'content-type': 'application/json' }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const options = { method, signal, agent: false, headers: { ...headers, ...json } } as const
  const sent = http.request(url, options, resolve)
  sent.on('error', reject)
  sent.end(payload)
  return promise
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer) {
    bytes += chunk.length
    if (bytes > longestAnswer) throw new Error('the answer has no end')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parse<Body>(text: string, type: string, base: string): Body | undefined {
  if (text === '') return {} as Body
  try {
    if (/json/i.test(type)) return JSON.parse(text) as Body
  } catch {
    // Told below, as any other answer that is none of ours.
  }
  throw new FatalError(exitCodes.unavailable, notReelay(base))
}

function notReelay(base: string): string {
  return `What answers at ${shown(base)} is no admin API of Reelay. Set REELAY_ADMIN_URL to it.`
}

function unreachable(error: unknown, base: string, ms: number): FatalError {
  if (error instanceof FatalError) return error
  const { name, code, message } = error as NodeJS.ErrnoException
  const where = shown(base)
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    const what = code === 'ENOTFOUND' ? 'There is no host of the name in' : 'Nothing listens at'
    const text = `${what} ${where}. Is the service running? REELAY_ADMIN_URL says where it is.`
    const Kind = code === 'ECONNREFUSED' ? NothingListens : FatalError
    return new Kind(exitCodes.unavailable, text, { cause: error })
  }
  const why =
    name === 'AbortError' || name === 'TimeoutError'
      ? `no answer within ${ms / 1000} s`
      : printable(message || String(code))
  return new FatalError(exitCodes.unavailable, `The admin API at ${where}: ${why}.`, {
    cause: error,
  })
}

/** Without what may be secret. */
function shown(base: string): string {
  const { origin, pathname } = new URL(base)
  return origin + (pathname === '/' ? '' : pathname)
}
