import t from 'tap'
import { privateServerMissing } from '../postgres/private-server.ts'
import { clusterTest } from './cluster-test.ts'

t.test(
  'what was answered 2xx by any replica is stored once and reaches every sink',
  {
    skip: privateServerMissing(),
  },
  async t => {
    const options = { seconds: 35, longestTrouble: 5, replicas: 3, clients: 8 }
    const report = await clusterTest({ ...options, seed: Date.now() % 1_000_000 })
    t.comment(JSON.stringify(report))
    t.same(report.violations, [], report.logs ? `see ${report.logs}` : 'nothing was violated')
    t.ok(report.acknowledged > 100, `${report.acknowledged} callbacks were acknowledged`)
    t.equal(report.stored, report.acknowledged)
  },
)
