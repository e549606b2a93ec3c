import { exitCodes, FatalError } from '../domain/errors.ts'
import { printable } from './output/printable.ts'

/** An answer that is not good. */
export interface BadAnswer {
  status: number
  type: string
  text: string
}

/**
 * What an answer that is not good means for whoever typed the command. Undefined for a 404 of the
 * API's own: what was asked for is not there.
 */
export function errorOfAnswer(
  { status, type, text }: BadAnswer,
  { base, token }: { base: string; token: string | undefined },
): FatalError | undefined {
  const problem = /problem\+json/i.test(type) ? readProblem(text) : undefined
  const { origin } = new URL(base)
  if (status === 401) return new FatalError(exitCodes.config, wantsToken(origin, token))
  if (problem === undefined) {
    const what = `${origin} answered ${status}, which is no answer of Reelay's admin API`
    const hint = 'REELAY_ADMIN_URL says where it is; it is there since Reelay 0.3.'
    return new FatalError(exitCodes.unavailable, `${what}. ${hint}`)
  }
  if (status === 404 && problem.isOurs) return undefined
  const detail = printable(problem.text || `answered ${status}`)
  if (status === 403) {
    const hint = 'To change something it takes a token of REELAY_ADMIN_TOKEN.'
    return new FatalError(exitCodes.config, `${origin} forbids it: ${detail} ${hint}`)
  }
  if (status >= 500) return new FatalError(exitCodes.unavailable, `${origin}: ${detail}`)
  return new FatalError(exitCodes.usage, detail)
}

function wantsToken(origin: string, token: string | undefined): string {
  if (token === undefined) {
    return `${origin} wants a token. Set REELAY_ADMIN_TOKEN (REELAY_READ_TOKEN is enough to look), or its _FILE.`
  }
  return `${origin} does not know this token. Correct REELAY_ADMIN_TOKEN (or REELAY_READ_TOKEN, or the configuration file's).`
}

function readProblem(text: string): { text: string; isOurs: boolean } {
  try {
    const { title, detail } = JSON.parse(text) as { title?: unknown; detail?: unknown }
    const words = [detail ?? title].filter(each => typeof each === 'string')
    return { text: words.join(''), isOurs: true }
  } catch {
    return { text: '', isOurs: false }
  }
}
