import process from 'node:process'
import pino, { type Logger } from 'pino'
import type { LogLevel } from './domain/settings.ts'

/** Where log lines go: written asynchronously, within a bound. */
export interface LogOutput {
  log: Logger
  /** Writes lines that were made on another thread. */
  writeLines(lines: string): void
  /** Lines that were dropped because nobody read them in time. */
  dropped(): number
  /** Writes what is buffered; what nobody reads is dropped and counted. Takes 2 s at most. */
  flush(): Promise<void>
}

/** Lines waiting for a reader take at most this many bytes; the rest is dropped and counted. */
const maxBuffered = 16 * 1024 * 1024

/** What is still to be written at the end is given up if nobody reads any of it for so long, ms. */
const patience = 500
const longestFlush = 2_000

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
  // Opened by Node as a stream, a pipe does not block: a write that waits for a reader would hold
  // up the end of the process as well.
  process.stdout
  let dropped = 0
  let unwritten = 0
  const destination = pino.destination({
    fd: options.fd ?? 1,
    sync: false,
    minLength: 0,
    maxLength: maxBuffered,
  })
  // pino would go on writing while the process exits, for ever if nobody reads.
  process.prependOnceListener('exit', () => destination.destroy())
  destination.on('drop', (lines: string) => {
    dropped += countLines(lines)
    unwritten -= countLines(lines)
  })
  destination.on('drain', () => {
    unwritten = 0
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
    const text = pretty ? pretty(lines) : lines
    unwritten += countLines(text)
    destination.write(text)
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
    async flush() {
      release()
      if (unwritten > 0) await settled(destination)
      dropped += unwritten
      unwritten = 0
    },
  }
}

/** Resolves once all is written, can't be written, or is not read. */
function settled(destination: ReturnType<typeof pino.destination>): Promise<void> {
  const end = performance.now() + longestFlush
  return new Promise(resolve => {
    let timer = setTimeout(done, patience)
    function done(): void {
      clearTimeout(timer)
      destination.off('write', progress).off('drain', done).off('error', done)
      resolve()
    }
    function progress(): void {
      clearTimeout(timer)
      timer = setTimeout(done, Math.min(patience, end - performance.now()))
    }
    destination.on('write', progress).on('drain', done).on('error', done)
  })
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
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
