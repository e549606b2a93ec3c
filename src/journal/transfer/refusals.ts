import { exitCodes, FatalError } from '../../domain/errors.ts'

export function notEmpty(): FatalError {
  const message =
    'the store has callbacks already, or had some: name an empty one in REELAY_STORE, or add the ' +
    "file's callbacks to it with --merge"
  return new FatalError(exitCodes.store, message)
}

export function takenSince(): FatalError {
  const message =
    'the store has taken callbacks since the first part of this file was read into it: sinks may be ' +
    'beyond the rest, so add that with --merge'
  return new FatalError(exitCodes.store, message)
}
