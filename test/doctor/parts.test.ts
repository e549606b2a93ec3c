import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { loadStore } from '../../src/config/load-store.ts'
import { checkCertificate } from '../../src/doctor/check-certificate.ts'
import { checkClock } from '../../src/doctor/check-clock.ts'
import { checkDisk } from '../../src/doctor/check-disk.ts'
import { checkReadiness } from '../../src/doctor/check-readiness.ts'
import { checkSinkReachable } from '../../src/doctor/check-sinks.ts'
import { checkStore } from '../../src/doctor/check-store.ts'
import type { Checked } from '../../src/doctor/checked.ts'
import { tryCheck } from '../../src/doctor/checked.ts'
import { openDatabase } from '../../src/journal/sqlite/open-database.ts'
import { postgresMissing } from '../postgres/postgres-missing.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { noSmallDisk, smallDisk } from '../small-disk.ts'

const told = (checked: readonly Checked[]) => checked.map(({ state, said }) => `${state} ${said}`)

async function portOf(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  t.teardown(() => new Promise(resolve => server.close(resolve)))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function serve(t: Test, answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await portOf(t, createServer(answer))}`
}

t.test('clock', async t => {
  const at = (offset: number) =>
    serve(t, (_, response) => {
      response.writeHead(204, { date: new Date(Date.now() + offset).toUTCString() }).end()
    })
  const mute = await serve(t, (_, response) => {
    response.sendDate = false
    response.end()
  })
  const clock = async (...urls: string[]) => told(await checkClock(urls))
  t.match(await clock(await at(0)), [/^ok right, compared with 127/])
  t.match(await clock(mute, await at(-60_000)), [/^warn (?:59|60) s ahead of/])
  t.match(await clock(await at(400_000)), [/^fail (?:398|399|400) s behind/])
  t.match(await clock(mute, 'http://127.0.0.1:1'), [/^warn not compared: .* and 127\.0\.0\.1:1/])
})

t.test('sinks', async t => {
  const reach = async (url: string) =>
    told([await checkSinkReachable({ name: 'a', url, from: 'now', options: {} }, t.testdirName)])
  t.testdir({ folder: {}, 'there.jsonl': '' })
  const asked: unknown[] = []
  const up = await serve(t, ({ method, url, headers }, response) => {
    asked.push([method, url, headers.authorization])
    response.writeHead(url === '/down' ? 503 : 405).end()
  })
  t.match(await reach(`${up}/in?key=hunter2`.replace('//', '//u:p@')), [
    /^ok http\S+ answers \(405/,
  ])
  t.strictSame(asked, [['OPTIONS', '/in?key=hunter2', undefined]])
  t.match(await reach(`${up}/down`), [/^warn \S+ answers \(503/])
  t.match(await reach('http://127.0.0.1:1/'), [/^fail .*nothing listens there \(ECONNREFUSED\)/])
  t.match(await reach(up.replace('http:', 'https:')), [/^fail .*no TLS is spoken there/])
  t.match(await reach('file:new/sub/events.jsonl'), [/^ok .*can be written/])
  t.match(await reach('file:there.jsonl'), [/^ok .*can be written/])
  t.match(await reach('file:folder'), [/^fail .* is a folder/])
  t.match(await reach('log:'), [/^ok/])
  t.match(await reach('module:./sink.js'), [/^ok its module loads/])
})

t.test('readiness', async t => {
  const ready = async (url: string) => told(await checkReadiness(url))
  t.match(await ready(await serve(t, (_, response) => response.end())), [/^ok ready, says 127/])
  const failing = await serve(t, (_, response) => {
    response.writeHead(503).end('{"status":"store failing"}')
  })
  t.match(await ready(failing), [/^fail \S+ answers 503: store failing$/])
  t.match(await ready('http://127.0.0.1:1'), [/^fail 127\.0\.0\.1:1: nothing listens there/])
})

t.test('a SQLite store', async t => {
  const cwd = t.testdir({ 'text.db': 'no database'.repeat(100) })
  const look = async (name: string) =>
    told(await checkStore({ store: { engine: 'sqlite', path: join(cwd, name) } }))
  openDatabase(join(cwd, 'reelay.db'), { makeFolder: false }).close()
  t.match(await look('reelay.db'), [/^ok .*reelay\.db opens; format \d+, no callback yet/])
  t.match(await look('new/sub/reelay.db'), [/^ok .* is not there yet; the service makes it/])
  t.match(await look('text.db'), [/^fail .*text\.db is no SQLite database/])
})

t.test('a Postgres store', { skip: await postgresMissing() }, async t => {
  const { url } = await testDatabase(t)
  const look = async (REELAY_STORE: string) =>
    told(await checkStore({ store: loadStore({ env: { REELAY_STORE }, cwd: '/' }) }))
  t.match(await look(url), [/^ok Postgres \(.*\) answers in .* no schema yet/])
  t.match(await look(`${url}_missing`), [/^fail Postgres .* does not exist/])
  t.match(await look('postgres://u:hunter2@127.0.0.1:1/x'), [/^fail Postgres .*ECONNREFUSED/])
})

t.test('disk', async t => {
  const path = join(t.testdir(), 'new/reelay.db')
  t.match(told(await checkDisk({ store: { engine: 'sqlite', path } })), [
    / MB free at /,
    /^\w+ an fsync takes [\d.]+ ms at /,
  ])
  t.strictSame(await checkDisk({ store: loadStore({ env: postgresEnv, cwd: '/' }) }), [])
})

const postgresEnv = { REELAY_STORE: 'postgres://u@127.0.0.1/x' }

t.test('a disk without room', { skip: noSmallDisk() ?? false }, async t => {
  const { folder } = smallDisk(t, '4m')
  const store = { engine: 'sqlite', path: join(folder, 'reelay.db') } as const
  const [room] = await checkDisk({ store })
  t.match(room, { state: 'fail', said: /^[34] MB free/, todo: /Make room/ })
})

t.test('certificate', async t => {
  const dir = t.testdir()
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', cert]
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  execFileSync('openssl', [...args, '-nodes', ...subject], { stdio: 'ignore' })
  const tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) })
  const port = await portOf(t, tls)
  t.match(told(await checkCertificate(`https://127.0.0.1:${port}`)), [
    /^fail its certificate is signed by itself/,
  ])
  t.match(told(await checkCertificate('https://127.0.0.1:1')), [/^fail nothing listens there/])
  t.strictSame(await checkCertificate('http://127.0.0.1:1'), [])
})

t.test('a check that could not be tried has failed', async t => {
  const run = () => Promise.reject(new Error('no such thing'))
  t.match(await tryCheck({ check: 'x', run }), [{ check: 'x', state: 'fail', said: /no such/ }])
})
