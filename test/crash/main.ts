import { parseArgs } from 'node:util'
import { crashTest } from './crash-test.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    clients: { type: 'string', default: '16' },
  },
})
const { violations, ...counts } = await crashTest({
  kills: Number(values.kills),
  clients: Number(values.clients),
  say: text => process.stderr.write(`${text}\n`),
})
for (const [name, count] of Object.entries(counts)) {
  process.stdout.write(`${name.padEnd(14)}${count}\n`)
}
process.stdout.write(`violations    ${violations.length}\n`)
for (const violation of violations) process.stdout.write(`  ${violation}\n`)
process.exitCode = violations.length === 0 ? 0 : 1
