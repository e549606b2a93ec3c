import { exitCodes, FatalError } from '../domain/errors.ts'

/** The answer to a change that needs nothing named: without one the service has no such thing. */
export function sent<Body>(answer: Body | undefined, path: string): Body {
  if (answer !== undefined) return answer
  const message = `The service has no /api/v1/${path}: is it older than this command?`
  throw new FatalError(exitCodes.unavailable, message)
}
