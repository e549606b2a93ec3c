import { exitCodes, FatalError } from '../domain/errors.ts'

/** The API's path of a sink, or of what can be done to it. */
export function sinkPath(name: string, verb?: string): string {
  return `sinks/${encodeURIComponent(name)}${verb === undefined ? '' : `/${verb}`}`
}

/** The error for a sink that is not there. */
export function noSuchSink(name: string): FatalError {
  const message = `There is no sink ${JSON.stringify(name.slice(0, 100))}. See: reelay sink list`
  return new FatalError(exitCodes.failed, message)
}
