import type { FastifyError, FastifyReply } from 'fastify'
import { Unstored } from '../domain/journal.ts'
import { BadCursor } from '../domain/ledger.ts'
import { NoSuch } from '../domain/mending.ts'

/** Answers in `application/problem+json` (RFC 9457). */
export function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ title: titles[status] ?? 'Error', status, detail }))
}

/** The answer to whatever a route threw. */
export function problemOf(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof BadCursor) return problem(reply, 400, error.message)
  if (error instanceof NoSuch) return problem(reply, 404, error.message)
  if (error instanceof Unstored) return problem(reply, 503, error.message)
  const { statusCode = 500, message, validation, validationContext } = error as FastifyError
  if (validation) return problem(reply, 400, invalid(validation, validationContext))
  if (statusCode < 500) return problem(reply, statusCode, message)
  return problem(reply, 500, `This is a mistake of Reelay's: ${message}`)
}

function invalid(
  [first]: NonNullable<FastifyError['validation']>,
  where: string | undefined,
): string {
  const { instancePath = '', message = 'is not valid', params } = first ?? {}
  const name = instancePath.slice(1).replaceAll('/', '.')
  const extra = params?.['additionalProperty'] ?? params?.['unevaluatedProperty']
  const part = where === 'body' ? 'The body' : 'The query'
  if (typeof extra === 'string') return `${part} has ${JSON.stringify(extra)}, which is not known.`
  const allowed = params?.['allowedValues']
  const values = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : ''
  return `${name === '' ? part : JSON.stringify(name)} ${message}${values}.`
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}
