import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { loadCheckedSettings } from '../../src/config/load-settings.ts'
import { exitCodes } from '../../src/domain/errors.ts'
import { checkSink } from '../../src/sinks/load.ts'
import { inFile, publicUrl, token } from './load.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

const module = `export default { kind: 'mine', batchSize: 1, create() {},
  options: { type: 'object' }, check: () => ['/options/topic: no such topic', 'too late: now'] }`

/** Loads with the real check of sinks; the mistakes as `PLACE | what`, none if there are none. */
async function mistakesOf(t: Test, env: Record<string, string>, sinks?: object[]) {
  const cwd = t.testdir({ 'url.txt': 'http://bad host/', 'sink.js': module })
  if (sinks) writeFileSync(join(cwd, 'reelay.config.json'), JSON.stringify({ sinks }))
  try {
    await loadCheckedSettings({
      env: { TWILIO_AUTH_TOKEN: token, REELAY_PUBLIC_URL: publicUrl, ...env },
      cwd,
      sinkName: url => url,
      checkSink: (sink, personalData) => checkSink(sink, { log, baseDir: cwd, personalData }),
    })
    return []
  } catch (error) {
    const { exitCode, message } = error as { exitCode: number; message: string }
    t.equal(exitCode, exitCodes.config)
    const parts = message.split('\nEverything')[0]!.split(/\n\n {2}(?=\S)/)
    return parts.slice(1).map(part => part.trim().replace('\n', ' |').replaceAll(/\s+/g, ' '))
  }
}

t.test('sinks that can be made are no mistake', async t => {
  t.strictSame(await mistakesOf(t, { REELAY_SINKS: 'log: file:./x http://127.0.0.1/' }), [])
})

t.test('each mistake of a sink has its place, beside all others', async t => {
  t.strictSame(await mistakesOf(t, { REELAY_SINKS: 'log: log:x kafka://b', PORT: 'x' }), [
    'PORT | not a port: it needs a number from 0 (any free one) to 65535.',
    'REELAY_SINKS (sink 2) | log: takes nothing after the colon',
    'REELAY_SINKS (sink 3) | unknown scheme kafka:; known are log:, file:, http:, https:, module:',
  ])
  const sinks = [
    { url: 'log:' },
    { url: 'log:x', options: { timeout: 0, colour: 'red' } },
    { name: 'in a file', urlFile: 'url.txt' },
  ]
  t.strictSame(await mistakesOf(t, {}, sinks), [
    `${inFile('/sinks/2/name')} | does not fit. Owns the sink's position in the log: 1 to 64 letters, digits, dots, dashes and underscores. Made of the URL if absent.`,
    `${inFile('/sinks/1/options/timeout')} | must be > 0`,
    `${inFile('/sinks/1/options')} | unknown option colour`,
    `${inFile('/sinks/2/urlFile')} | is not a URL`,
  ])
})

t.test('what a module of one’s own finds', async t => {
  const url = 'module:./sink.js'
  t.strictSame(await mistakesOf(t, { REELAY_SINKS: url }), [
    'REELAY_SINKS: /options/topic | no such topic',
    'REELAY_SINKS | too late: now',
  ])
  t.strictSame(await mistakesOf(t, {}, [{ url }]), [
    `${inFile('/sinks/0/options/topic')} | no such topic`,
    `${inFile('/sinks/0')} | too late: now`,
  ])
})
