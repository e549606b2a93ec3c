import t from 'tap'
import { crashTest } from './crash-test.ts'

t.test('what was answered 2xx survives SIGKILL and reaches every sink, in order', async t => {
  const report = await crashTest({ kills: 6, clients: 8 })
  t.same(report.violations, [])
  t.ok(report.acknowledged > 10, `${report.acknowledged} callbacks were acknowledged`)
  t.comment(JSON.stringify(report))
})
