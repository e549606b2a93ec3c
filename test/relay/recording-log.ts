import type { Log } from '../../src/domain/log.ts'

export interface Line {
  level: string
  event: string
  [fact: string]: unknown
}

/** A log that keeps its lines. */
export function createRecordingLog(): Log & { lines: Line[]; of(event: string): Line[] } {
  const lines: Line[] = []
  const at = (level: string) => (facts: object) => {
    lines.push({ level, ...facts } as Line)
  }
  return {
    lines,
    of: event => lines.filter(line => line.event === event),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  }
}
