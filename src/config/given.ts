/** A setting as it was given, and where. */
export interface Given {
  /** For messages: `PORT`, `REELAY_SINKS_FILE`, `reelay.config.json: /listen/port`. */
  place: string
  /** Trimmed; empty only where a mistake about it was reported already. */
  text: string
  /** Absolute: what a relative path in it starts at. */
  baseDir: string
}
