import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { type PrivateServer, privateServerMissing, startPrivateServer } from './private-server.ts'
import { sqlClient } from './sql-client.ts'

const skip = privateServerMissing()

async function start(t: Test, options?: Parameters<typeof startPrivateServer>[0]) {
  const server = await startPrivateServer(options)
  t.teardown(() => server.close())
  return server
}

t.test('a server of its own: settings, stop, kill, recovery, close', { skip }, async t => {
  const server = await start(t, { maxConnections: 17, settings: { fsync: 'off' } })
  const sql = sqlClient(server.url())
  t.same(await sql('SHOW max_connections'), [{ max_connections: '17' }])
  t.same(await sql('SHOW fsync'), [{ fsync: 'off' }])
  t.same(await sql('SHOW server_encoding'), [{ server_encoding: 'UTF8' }])
  t.same(await sqlClient(socketUrl(server))('SELECT 1 AS one'), [{ one: 1 }])
  await sql('CREATE TABLE kept (what text)')

  for (const mode of ['fast', 'immediate'] as const) {
    await sql('INSERT INTO kept VALUES ($1)', [mode])
    await server.stop(mode)
    await t.rejects(sql('SELECT 1'), { code: 'ECONNREFUSED' })
    await server.start()
  }
  await sql('INSERT INTO kept VALUES ($1)', ['kill'])
  await server.kill()
  await server.start()
  t.match(server.log(), /automatic recovery in progress/)
  t.same(await sql('SELECT what FROM kept'), [
    { what: 'fast' },
    { what: 'immediate' },
    { what: 'kill' },
  ])
  await server.close()
  t.equal(existsSync(server.folder), false)
})

t.test('TLS: the certificate is for localhost and signed by the CA', { skip }, async t => {
  const server = await start(t, { tls: true })
  const ca = readFileSync(server.caFile!, 'utf8')
  const connection = async (host: string, options: pg.ClientConfig) => {
    const client = new pg.Client({ connectionString: server.url('postgres', host), ...options })
    client.on('error', () => {})
    await client.connect()
    const { rows } = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
    await client.end()
    return rows
  }
  t.same(await connection('localhost', { ssl: { ca } }), [{ ssl: true }])
  t.same(await connection('localhost', {}), [{ ssl: false }])
  await t.rejects(connection('127.0.0.1', { ssl: { ca } }), /altnames/)
  await t.rejects(connection('localhost', { ssl: true }), /certificate/)
})

t.test('no server survives its test, even one that is killed', { skip }, async t => {
  const script = `
    const { startPrivateServer } = await import(${JSON.stringify(modulePath)})
    console.log((await startPrivateServer()).folder)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [text] = await once(child.stdout, 'data')
  const folder = String(text).trim()
  const pid = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  t.equal(lives(pid), true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  while (lives(pid) || existsSync(folder)) await pause(20)
  t.pass('the server is gone, and its folder')
})

const modulePath = new URL('./private-server.ts', import.meta.url).href

function socketUrl({ folder, port }: PrivateServer): string {
  return `postgres://postgres@/postgres?host=${encodeURIComponent(folder)}&port=${port}`
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
