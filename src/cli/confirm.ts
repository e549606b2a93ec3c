import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { CommandIo } from './command.ts'

/**
 * Asks on the terminal, and is true for `y` or `yes` only. Undefined where there is no terminal to
 * ask on.
 */
export async function confirm(io: CommandIo, question: string): Promise<boolean | undefined> {
  const { stdin, stderr } = io
  if (!isTerminal(stdin) || !isTerminal(stderr)) return undefined
  const lines = createInterface({ input: stdin, output: stderr })
  lines.setPrompt(`${question} [y/N] `)
  lines.prompt()
  // Ctrl-C and Ctrl-D close it.
  const ended = once(lines, 'close').then(() => '')
  const [answer] = await Promise.race([once(lines, 'line'), ended.then(text => [text])])
  lines.close()
  return /^y(?:es)?$/i.test(String(answer).trim())
}

function isTerminal<Stream extends object>(stream: Stream | undefined): stream is Stream {
  return stream !== undefined && 'isTTY' in stream && stream.isTTY === true
}
