import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { createMetrics } from '../src/metrics.ts'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const rules = read('docs/monitoring/reelay.rules.yml')

function promtool(...args: string[]): string {
  return execFileSync('promtool', args, { cwd: root, encoding: 'utf8' })
}

function missing(): string | false {
  try {
    promtool('--version')
    return false
  } catch {
    if (process.env['CI']) throw new Error('promtool is not there: Debian has it in prometheus')
    return 'promtool is not on this machine (Debian: prometheus)'
  }
}

t.test('the alert rules hold, and come when they should', { skip: missing() }, async t => {
  t.match(promtool('check', 'rules', 'docs/monitoring/reelay.rules.yml'), /SUCCESS/)
  t.match(promtool('test', 'rules', 'docs/monitoring/reelay.rules.test.yml'), /SUCCESS/)
})

t.test('rules and documentation name metrics that there are', async t => {
  const spool = { callbacks: 0, bytes: 0, oldestMs: 0 }
  const sink = { name: 'crm', lag: 0, oldestMs: 0, dead: 0, paused: false }
  const counts = { quarantined: 0, stalled: 0, replays: 0, storeBytes: 0, diskFreeBytes: 0 }
  const metrics = createMetrics({
    stats: async () => ({ ...counts, spool, sinks: [sink] }),
    logDropped: () => 0,
    ready: () => true,
    version: '1.2.3',
  })
  t.teardown(metrics.close)
  const { body } = await metrics.scrape()
  const known = new Set(Array.from(body.matchAll(/^# TYPE (reelay_\w+) /gm), match => match[1]!))
  t.ok(known.size > 15)
  const told = read('docs/monitoring/README.md')
  for (const name of known) t.match(told, `\`${name}`, `${name} is documented`)
  for (const [text, where] of [
    [rules, 'rules'],
    [told, 'README'],
  ] as const) {
    for (const [name] of text.matchAll(/\breelay_[a-z_]+\b/g))
      t.ok(known.has(name), `${where}: ${name}`)
  }
})

t.test('each alert leads to its page of the runbook', async t => {
  const runbook = read('docs/runbook.md')
  const anchors = new Set(
    Array.from(runbook.matchAll(/^#+ (.+)$/gm), ([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
  const alerts = Array.from(rules.matchAll(/alert: (\w+)/g), match => match[1]!)
  const links = Array.from(rules.matchAll(/runbook_url: docs\/runbook\.md#(\S+)/g), m => m[1]!)
  t.equal(alerts.length, 13)
  t.same(
    links,
    alerts.map(name => name.toLowerCase()),
  )
  for (const link of links) t.ok(anchors.has(link), link)
  const inner = Array.from(runbook.matchAll(/\]\(#([^)]+)\)/g), match => match[1]!)
  t.ok(inner.length > 5)
  for (const link of inner) t.ok(anchors.has(link), link)
})
