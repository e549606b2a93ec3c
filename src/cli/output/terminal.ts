import type { Writable } from 'node:stream'
import type { CommandIo } from '../command.ts'

/** What is known of where output goes. */
export interface Terminal {
  /** False for a pipe or a file: what is written there is never cut or styled. */
  interactive: boolean
  /** In columns; undefined where there is no end. */
  width: number | undefined
  bold(text: string): string
  red(text: string): string
  green(text: string): string
}

/** Looks at a stream, by default the output. Without styles where NO_COLOR is set. */
export function terminalOf(
  io: Pick<CommandIo, 'env' | 'stdout'>,
  stream: Writable = io.stdout,
): Terminal {
  const interactive = 'isTTY' in stream && stream.isTTY === true
  const columns = 'columns' in stream ? Number(stream.columns) : 0
  const styled = interactive && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb'
  const style = (code: number) => (text: string) => {
    return styled && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text
  }
  return {
    interactive,
    width: interactive && columns > 0 ? columns : undefined,
    bold: style(1),
    red: style(31),
    green: style(32),
  }
}
