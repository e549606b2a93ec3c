/** Why a request never became a callback: a 4xx that is not about its signature. */
export interface Rejection {
  status: number
  /** Stable, for log lines and metrics. */
  reason: string
  /** For people, in the answer and in the log line. Holds nothing of the request. */
  detail: string
  /** The methods that the path knows. */
  allow?: readonly string[]
}

/** Every rejection but 405, which names the methods of its path (`methodNotAllowed`). */
export const rejections = {
  malformed: {
    status: 400,
    reason: 'malformed',
    detail: 'The request is not valid HTTP.',
  },
  truncated: {
    status: 400,
    reason: 'truncated',
    detail: 'The request ended before it was complete.',
  },
  target: {
    status: 400,
    reason: 'target-invalid',
    detail: 'The request target is not a path with valid escapes and an optional query.',
  },
  host: {
    status: 400,
    reason: 'host-invalid',
    detail: 'HTTP/1.1 wants exactly one valid Host header.',
  },
  transferCoding: {
    status: 400,
    reason: 'transfer-coding',
    detail: 'The only transfer coding that is understood is chunked.',
  },
  notFound: {
    status: 404,
    reason: 'not-found',
    detail: 'Nothing is served at this path.',
  },
  tooSlow: {
    status: 408,
    reason: 'too-slow',
    detail: 'The request did not come within the time limit.',
  },
  bodyTooLarge: {
    status: 413,
    reason: 'body-too-large',
    detail: 'The body is larger than 64 KiB: it was not read, so it is not kept, genuine or not.',
  },
  targetTooLong: {
    status: 414,
    reason: 'target-too-long',
    detail: 'The request target is longer than 8 KiB.',
  },
  contentEncoding: {
    status: 415,
    reason: 'content-encoding',
    detail: 'Bodies are taken as they are, without a Content-Encoding.',
  },
  expectation: {
    status: 417,
    reason: 'expectation',
    detail: 'The only expectation that is met is 100-continue.',
  },
  headersTooLarge: {
    status: 431,
    reason: 'headers-too-large',
    detail: 'The headers are larger than 32 KiB.',
  },
} as const satisfies Record<string, Rejection>

/** The rejection of a method that its path does not know. */
export function methodNotAllowed(allow: readonly string[]): Rejection {
  return {
    status: 405,
    reason: 'method-not-allowed',
    detail: 'This path does not know the method.',
    allow,
  }
}

/** Ends the reading of a request that is under way. */
export class Rejected extends Error {
  override name = 'Rejected'
  readonly rejection: Rejection
  constructor(rejection: Rejection) {
    super(rejection.detail)
    this.rejection = rejection
  }
}
