import pino, { type Logger } from 'pino'
import type { LogLevel } from './domain/settings.ts'

/** Where log lines go: written asynchronously, within a bound. */
export interface LogOutput {
  log: Logger
  /** Writes lines that were made on another thread. */
  writeLines(lines: string): void
  /** Lines that were dropped because nobody read them in time. */
  dropped(): number
  /** Writes what is buffered, as far as it can be written now. */
  flush(): void
}

/** Lines waiting for a reader take at most this many bytes; the rest is dropped and counted. */
const maxBuffered = 16 * 1024 * 1024

/** A line is held back this long at the most, ms, so that lines which come together go together. */
const holdMs = 10

/**
 * Opens the log on a file descriptor. An unread pipe never stops the intake: beyond the bound
 * lines are dropped. On a terminal lines are made readable by pino-pretty.
 */
export async function openLog(options: {
  level: LogLevel
  fd?: number
  pretty?: boolean
}): Promise<LogOutput> {
  let dropped = 0
  const destination = pino.destination({
    fd: options.fd ?? 1,
    sync: false,
    minLength: 0,
    maxLength: maxBuffered,
  })
  destination.on('drop', (lines: string) => {
    dropped += lines.split('\n').length - 1 || 1
  })
  // A reader that went away (EPIPE) must not end the service: what it does not read is dropped.
  destination.on('error', () => {
    dropped++
  })
  const pretty = options.pretty ? await prettifier() : undefined
  let held = ''
  let timer: NodeJS.Timeout | undefined

  function release(): void {
    clearTimeout(timer)
    timer = undefined
    if (held === '') return
    const lines = held
    held = ''
    destination.write(pretty ? pretty(lines) : lines)
  }

  function write(lines: string): void {
    held += lines
    if (held.length > 32_768) release()
    else timer ??= setTimeout(release, holdMs)
  }

  return {
    log: createLogger(options.level, { write }),
    writeLines: write,
    dropped: () => dropped,
    flush() {
      release()
      try {
        destination.flushSync()
      } catch {
        // nobody reads: there is nothing more to be done for these lines
      }
    },
  }
}

/** A logger of Reelay's lines: `time` (RFC 3339), `level` (a word), `event`, `msg`, facts. */
export function createLogger(level: LogLevel, stream: { write(line: string): void }): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${timeText()}"`,
      formatters: { level: label => ({ level: label }) },
    },
    stream,
  )
}

let lastMs = 0
let lastText = ''
/** The time now; the text is made once a millisecond. */
function timeText(): string {
  const now = Date.now()
  if (now !== lastMs) {
    lastMs = now
    lastText = new Date(now).toISOString()
  }
  return lastText
}

async function prettifier(): Promise<(lines: string) => string> {
  const { prettyFactory } = await import('pino-pretty')
  const colorize = process.env['NO_COLOR'] === undefined
  const format = prettyFactory({ colorize, translateTime: 'SYS:HH:MM:ss.l', singleLine: true })
  return lines =>
    lines
      .split('\n')
      .filter(line => line !== '')
      .map(line => format(line))
      .join('')
}
