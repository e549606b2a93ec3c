import t from 'tap'
import { inFile, load } from './load.ts'

const REELAY_STORE = 'postgres://localhost/reelay'

const file =
  'with several replicas on one Postgres, one of them at a time writes this file, and which one ' +
  'changes: each disk ends up with a part of the events. Put it on storage that all replicas ' +
  'share, or use an http sink.'
const log =
  'with several replicas on one Postgres, one of them at a time logs the events, and which one ' +
  'changes. Collect the log lines of all replicas, or use an http sink.'

t.test('with Postgres, a warning for each sink that writes where it runs', async t => {
  const REELAY_SINKS = 'file:./a https://sink.example LOG: file:/b module:./c.js'
  t.strictSame(load(t, { env: { REELAY_STORE, REELAY_SINKS } }).warnings, [
    `REELAY_SINKS (sink 1): ${file}`,
    `REELAY_SINKS (sink 3): ${log}`,
    `REELAY_SINKS (sink 4): ${file}`,
  ])
  t.strictSame(load(t, { env: { REELAY_STORE } }).warnings, [`REELAY_SINKS: ${log}`])
  const files = { 'reelay.config.json': { store: REELAY_STORE, sinks: [{ url: 'file:a' }] } }
  t.strictSame(load(t, { files }).warnings, [`${inFile('/sinks/0/url')}: ${file}`])
})

t.test('with SQLite, none', async t => {
  t.strictSame(load(t, { env: { REELAY_SINKS: 'file:./a log:' } }).warnings, [])
})
