import type { DescribedSetting } from '../config/describe-settings.ts'
import type { Finding } from '../config/finding.ts'
import { mistakesMessage } from '../config/mistakes-message.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { CommandArgs, CommandIo } from './command.ts'
import { inspect } from './inspect.ts'
import { printable, printableJson } from './output/printable.ts'
import { type Column, createTable } from './output/table.ts'
import { terminalOf } from './output/terminal.ts'
import { write } from './output/write.ts'

/** `reelay config check`: the whole configuration, or every mistake in it. */
export async function checkConfig({ values }: CommandArgs, io: CommandIo): Promise<number> {
  const { settings, described, mistakes, warnings } = await inspect(io)
  const good = mistakes.length === 0
  if (values['json'] === true) {
    const found = { ok: good, mistakes, warnings, settings: good ? described : [] }
    await write(io.stdout, `${printableJson(found)}\n`)
    return good ? exitCodes.ok : exitCodes.config
  }
  if (!good) {
    const noKeys = settings.accounts.length + settings.authTokens.length === 0
    throw new FatalError(exitCodes.config, mistakesMessage(mistakes, warnings, noKeys))
  }
  await write(io.stdout, createTable(columns, terminalOf(io)).lines(described))
  io.stderr.write(summary(warnings))
  return exitCodes.ok
}

const columns: readonly Column<DescribedSetting>[] = [
  { name: 'setting', text: ({ name }) => name },
  { name: 'value', text: ({ value }) => valueText(value), free: true },
  { name: 'from', text: ({ from, place }) => (place === undefined ? from : `${from} ${place}`) },
]

function valueText(value: DescribedSetting['value']): string {
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(' ')
  return value === null || value === '' ? '-' : String(value)
}

function summary(warnings: readonly Finding[]): string {
  if (warnings.length === 0) return '\nThe configuration is right.\n'
  const lines = warnings.map(({ place, message }) => `  ${printable(`${place}: ${message}`)}\n`)
  return `\nIt would start, but:\n${lines.join('')}`
}
