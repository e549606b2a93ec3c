import { parseArgs } from 'node:util'
import { clusterTest } from './cluster-test.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '4' },
    replicas: { type: 'string', default: '3' },
    clients: { type: 'string', default: '16' },
    keep: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const say = (text: string): boolean => process.stderr.write(`${text}\n`)
say(`seed ${values.seed}`)
const { violations, sinks, logs, ...counts } = await clusterTest({
  seconds: Number(values.minutes) * 60,
  replicas: Number(values.replicas),
  clients: Number(values.clients),
  seed: Number(values.seed),
  keep: values.keep,
  say,
})
const show = (name: string, value: unknown): boolean =>
  process.stdout.write(`${name.padEnd(20)}${value}\n`)
for (const [name, count] of Object.entries(counts)) show(name, count)
for (const { name, firstArrivals, duplicates, failures, ...pauses } of sinks) {
  show(name, `${firstArrivals}, ${duplicates} again, ${failures} failed`)
  for (const [kind, { ms, atSecond, during }] of Object.entries(pauses)) {
    show(`  ${kind}`, `${(ms / 1000).toFixed(1)} s, at ${atSecond} s`)
    for (const each of during) say(`  ${name}, ${kind}: at ${each}`)
  }
}
show('violations', violations.length)
for (const violation of violations.slice(0, 50)) process.stdout.write(`  ${violation}\n`)
if (logs) show('logs', logs)
process.exitCode = violations.length === 0 ? 0 : 1
