import type { LoadCommand } from './command.ts'

/** What people come for, and the commands for it; others follow under a job of their own. */
const jobs: readonly (readonly [job: string, names: readonly string[]])[] = [
  ['Run', ['serve', 'demo', 'healthcheck', 'migrate']],
  ['Look', ['status', 'recordings', 'events', 'dead-letters', 'quarantine', 'refusals']],
  ['Mend', ['replay', 'sink', 'purge', 'export', 'import', 'backup']],
  ['Set up', ['config', 'doctor', 'send', 'verify']],
]

/** The text of `reelay --help`: every command with its own summary, by what it is for. */
export async function helpText(table: Readonly<Record<string, LoadCommand>>): Promise<string> {
  const loaded = await Promise.all(Object.values(table).map(load => load()))
  const width = Math.max(...loaded.map(({ command }) => command.name.length))
  const known = new Set(jobs.flatMap(([, names]) => names))
  const others = loaded.map(({ command }) => command.name).filter(name => !known.has(name))
  const groups = [...jobs, ['More', others] as const].flatMap(([job, names]) => {
    const lines = names.flatMap(each => {
      const found = loaded.find(({ command }) => command.name === each)?.command
      return found === undefined ? [] : [`  ${each.padEnd(width)}  ${found.summary}`]
    })
    return lines.length === 0 ? [] : [`${job}:\n${lines.join('\n')}`]
  })
  return `\
Usage: reelay COMMAND [OPTIONS]

Receives Twilio's recording status callbacks: verifies, keeps and relays them.

${groups.join('\n\n')}

Options:
  -h, --help     This text; after a command, the command's own.
  -v, --version  The version.

Exit codes: 0 done, 1 failed, 64 usage, 69 unavailable, 73 store, 78 configuration.
`
}
