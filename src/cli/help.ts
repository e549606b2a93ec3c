import type { LoadCommand } from './command.ts'

/** The text of `reelay --help`: every command with its own summary. */
export async function helpText(table: Readonly<Record<string, LoadCommand>>): Promise<string> {
  const loaded = await Promise.all(Object.values(table).map(load => load()))
  const width = Math.max(...loaded.map(({ command }) => command.name.length))
  const lines = loaded.map(({ command }) => `  ${command.name.padEnd(width)}  ${command.summary}`)
  return `\
Usage: reelay COMMAND [OPTIONS]

Receives Twilio's recording status callbacks: verifies, keeps and relays them.

Commands:
${lines.join('\n')}

Options:
  -h, --help     This text; after a command, the command's own.
  -v, --version  The version.

Exit codes: 0 done, 1 failed, 64 usage, 69 unavailable, 73 store, 78 configuration.
`
}
