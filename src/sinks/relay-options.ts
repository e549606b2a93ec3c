/** Options that every sink has; its module never sees them. */
export interface RelayOptions {
  /** 1 to 1000; absent: the module's own. */
  batchSize?: number
  /** How long one delivery of a batch may take, ms. */
  timeoutMs: number
  /** What the user set of the retry schedule; the relay has defaults for the rest. */
  retry: RetryOptions
}

export interface RetryOptions {
  /** The first wait. */
  baseSeconds?: number
  /** Each wait is that many times the one before. */
  factor?: number
  /** The longest wait. */
  capSeconds?: number
  /** In all, the first one included. */
  attempts?: number
}

const defaultTimeoutSeconds = 30

export const relayOptionsSchema = {
  type: 'object',
  properties: {
    batchSize: { type: 'integer', minimum: 1, maximum: 1000 },
    timeout: { type: 'number', exclusiveMinimum: 0, maximum: 3600 },
    retry: {
      type: 'object',
      additionalProperties: false,
      properties: {
        baseSeconds: { type: 'number', exclusiveMinimum: 0, maximum: 86_400 },
        factor: { type: 'number', minimum: 1, maximum: 100 },
        capSeconds: { type: 'number', exclusiveMinimum: 0, maximum: 604_800 },
        attempts: { type: 'integer', minimum: 1, maximum: 1000 },
      },
    },
  },
} as const

/** Reads them; whether they fit is for `checkSink` to say, before. */
export function relayOptions(options: Readonly<Record<string, unknown>>): RelayOptions {
  const { batchSize, timeout, retry } = options
  return {
    ...(batchSize === undefined ? {} : { batchSize: batchSize as number }),
    timeoutMs: ((timeout as number | undefined) ?? defaultTimeoutSeconds) * 1000,
    retry: (retry as RetryOptions | undefined) ?? {},
  }
}

/** What is left for the module. */
export function moduleOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { batchSize, timeout, retry, ...rest } = options
  return rest
}
