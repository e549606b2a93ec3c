import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { checkSink } from '../../src/sinks/load.ts'
import { makeEvents } from './events.ts'
import { contextOf, load, settingsOf, silent } from './load-for-test.ts'
import { startReceiver } from './receiver.ts'

const secretOf = (text: string) => `whsec_${Buffer.from(text.repeat(24)).toString('base64')}`
const old = secretOf('o')
const current = secretOf('n')

async function sent(options: Record<string, unknown>, baseDir = '/') {
  const receiver = await startReceiver(t)
  const { sink } = await load(receiver.url, options, { baseDir })
  t.teardown(() => sink.close())
  const [event] = makeEvents(1)
  await sink.deliver([event!], contextOf())
  const [request] = receiver.requests
  return { event, body: request!.body, headers: request!.headers as Record<string, string> }
}

t.test('a signed message verifies with the official library', async t => {
  const { event, body, headers } = await sent({ secret: current })
  t.same(new Webhook(current).verify(body, headers), event)
  t.equal(headers['webhook-id'], event!.id)
  t.throws(() => new Webhook(old).verify(body, headers), /No matching signature/)
  t.throws(() => new Webhook(current).verify(`${body} `, headers), /No matching signature/)
})

t.test('while rotating, either secret verifies', async t => {
  const { event, body, headers } = await sent({ secret: [old, current] })
  t.same(new Webhook(old).verify(body, headers), event)
  t.same(new Webhook(current).verify(body, headers), event)
})

t.test('secrets can come from a file, one per line', async t => {
  const baseDir = t.testdir()
  writeFileSync(join(baseDir, 'keys'), `\n ${old} \r\n${current.replace('whsec_', '')}\n\n`)
  const { event, body, headers } = await sent({ secretFile: './keys' }, baseDir)
  t.same(new Webhook(old).verify(body, headers), event)
  t.same(new Webhook(current).verify(body, headers), event)
})

t.test('what can not sign is told at boot, and not shown', async t => {
  const baseDir = t.testdir({ empty: '\n', bad: 'letmein!' })
  const check = (options: Record<string, unknown>) =>
    checkSink(settingsOf('http://127.0.0.1', options), { log: silent, baseDir })
  for (const secret of [
    '',
    'letmein',
    'whsec_',
    'whsec_c2hvcnQ=',
    'whsec_!!!!',
    [old, 'letmein'],
    [],
  ]) {
    const mistakes = await check({ secret })
    t.match(mistakes, [/^\/options\/secret/], JSON.stringify(secret))
    t.notMatch(mistakes.join(), 'letmein')
  }
  t.match(await check({ secretFile: 'none' }), [/^\/options\/secretFile: ENOENT/])
  t.match(await check({ secretFile: 'empty' }), [/^\/options\/secretFile: holds no secret/])
  t.match(await check({ secretFile: 'bad' }), [/^\/options\/secretFile: must be whsec_/])
  t.match(await check({ secretFile: 'bad', secret: old }), [
    /^\/options\/secretFile: secret is given/,
  ])
  t.same(await check({ secret: [old, current] }), [])
})
