/** A mistake in the configuration, or a warning about it. Never holds a secret. */
export interface Finding {
  /** A variable's name, or a place in the file: `reelay.config.json: /sinks/0/url`. */
  place: string
  /** What is wrong, and what to do. */
  message: string
}

/** Takes a finding down. */
export type Report = (place: string, message: string) => void
