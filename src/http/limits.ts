/** The largest body, bytes. The provider's own are below 1 KiB. */
export const maxBody = 64 * 1024

/** The longest request target, bytes. The provider's own URLs are below 1 KiB, fields included. */
export const maxTarget = 8 * 1024

/** The largest head without its request line, bytes. */
export const maxHeaders = 32 * 1024

/**
 * Where Node stops reading a head. Above the two limits together, so that they are ours to tell
 * apart; below the 64 KiB that Node reads at once, so that what overflows can still be seen.
 */
export const maxHead = 48 * 1024

/** How long a listener waits, ms. */
export interface Timeouts {
  /** For a request's head. */
  headers: number
  /** For a whole request. */
  request: number
  /** How often the two above are looked after. */
  check: number
  /** For a client to read an answer that was given before its request was read. */
  linger: number
  /** For half-sent requests when the listener closes. */
  drain: number
}

export const defaultTimeouts: Timeouts = {
  headers: 5_000,
  request: 10_000,
  check: 500,
  linger: 1_000,
  drain: 4_000,
}
