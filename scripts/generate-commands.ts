import { commands } from '../src/cli/main.ts'

const head = `<!-- Made from the commands' own help by \`npm run generate\`: change it there. -->

# Commands

\`reelay\` is the package's command; in the container it is \`docker compose exec reelay reelay …\`, from a checkout
\`npm run --silent reelay -- …\`.

Commands that look, and those that mend, ask the running service by its admin API ([api.md](api.md)). They find it by
\`REELAY_ADMIN_URL\`, else by \`ADMIN_HOST\` and \`ADMIN_PORT\`, and bring \`REELAY_ADMIN_TOKEN\` or \`REELAY_READ_TOKEN\`. Where no
service runs and the store is a SQLite file here, those that look read the file, and change nothing in it.

- On a terminal there are tables, cut to its width; in a pipe they are whole. \`--json\` gives one JSON object a line
  (NDJSON), with the names that the API has: those are stable.
- Lists give 100 items unless \`--limit\` says more. What is beyond is had with \`--cursor\`, as the last line on standard error says.
- Times are in UTC, and end in \`Z\`. Where a TIME is asked for, take \`2026-11-24T03:12:45Z\` (or with an offset), \`2026-11-24\`, or how long
  ago: \`90m\`, \`2h\`, \`3d\`.
- Every change leaves one line \`operator.action\` in the service's log: who (the token's name), what, how many.
`

/** The text of docs/commands.md. */
export async function generateCommands(): Promise<string> {
  const parts: string[] = []
  for (const [name, load] of Object.entries(commands)) {
    const { command } = await load()
    parts.push(`## reelay ${name}\n\n\`\`\`text\n${command.usage.trim()}\n\`\`\`\n`)
  }
  return `${head}\n${parts.join('\n')}`
}
