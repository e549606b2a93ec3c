import { join } from 'node:path'
import t, { type Test } from 'tap'
import { checkSink, loadSink, SinkConfigError } from '../../src/sinks/load.ts'
import { load, settingsOf, silent } from './load-for-test.ts'

const good = `{ kind: 'mine', options: { type: 'object' }, batchSize: 3,
  create: () => ({ deliver: async () => {}, close() {} }) }`

/** Writes modules into a folder, and checks a sink there. */
function folder(t: Test, modules: Record<string, string> = {}) {
  const baseDir = t.testdir(modules)
  const deps = { log: silent, baseDir }
  return {
    baseDir,
    check: (url: string, options = {}) => checkSink(settingsOf(url, options), deps),
    load: (url: string, options = {}) => loadSink(settingsOf(url, options), deps),
  }
}

t.test('an unknown scheme names the known ones', async t => {
  const { check } = folder(t)
  const known = 'known are log:, file:, http:, https:, module:'
  t.same(await check('kafka://me:pw@broker/'), [`/url: unknown scheme kafka:; ${known}`])
  t.same(await check('./out.jsonl'), [`/url: has no scheme; ${known}`])
  t.match(await check('constructor:x'), [/unknown scheme constructor:/])
  t.match(await check('toString:x'), [/unknown scheme tostring:/])
  t.match(await check('__proto__:x'), [/has no scheme/])
})

t.test('built-in sinks load by their scheme', async t => {
  const { load } = folder(t)
  for (const [url, batchSize] of [
    ['log:', 100],
    ['file:./x', 500],
    ['http://127.0.0.1/', 24],
    ['HTTPS://127.0.0.1/', 24],
  ] as const) {
    const loaded = await load(url)
    t.match(loaded, { name: 'under-test', batchSize })
    await loaded.sink.close()
  }
})

t.test('a module of one’s own loads from a path', async t => {
  const modules = {
    'sink.js': `export default ${good}`,
    'sink.cjs': `module.exports = ${good}`,
    'sink.ts': `interface X { a: 1 }\nexport default ${good} as object`,
    'a %41#b.mjs': `export default ${good}`,
  }
  const { load, baseDir } = folder(t, modules)
  for (const name of Object.keys(modules)) {
    t.match(await load(`module:./${name}`), { batchSize: 3 }, name)
    t.match(await load(`module:${baseDir}/${name}`), { batchSize: 3 })
    t.match(await load(`module://${baseDir}/${name}?topic=x`), { batchSize: 3 })
  }
})

t.test('the module gets what it was configured with', async t => {
  const source = `export const seen = []
    export default { kind: 'mine', batchSize: 3,
      options: { type: 'object', properties: { topic: { type: 'string', default: 'events' } } },
      create: setup => (seen.push(setup), { deliver: async () => {}, close() {} }) }`
  const { load, baseDir } = folder(t, { 'sink.js': source })
  const { batchSize } = await load('module:sink.js?a=1', { batchSize: 9, timeout: 4, more: [1] })
  t.equal(batchSize, 9)
  const { seen } = await import(join(baseDir, 'sink.js'))
  const options = { more: [1], topic: 'events' }
  t.match(seen, [{ name: 'under-test', url: 'module:sink.js?a=1', options, baseDir }])
  t.notOk('batchSize' in seen[0].options)
})

t.test('what can not be loaded says why', async t => {
  const { check } = folder(t, {
    'empty.js': '',
    'number.js': 'export default 7',
    'null.js': 'export default null',
    'shape.js': `export default { kind: 'Big Kind', options: [], batchSize: 0, check: 1 }`,
    'syntax.js': 'export default {',
    'throws.js': 'throw new Error("not today")',
    'imports.js': 'import "./none.js"',
    'schema.js': `export default { ...${good}, options: { type: 'object', nosuchkeyword: 1 } }`,
    'check.js': `export default { ...${good}, check() { throw new Error('check broke') } }`,
  })
  const why = async (url: string) => (await check(url)).join('\n')
  t.match(await why('module:'), /^\/url: names no module/)
  t.match(await why('module:none.js'), /^\/url: module .*none\.js not found$/)
  t.match(await why('module:empty.js'), /has no default export$/)
  t.match(await why('module:number.js'), /exports no object by default$/)
  t.match(await why('module:null.js'), /exports no object by default$/)
  for (const part of ['kind', 'options', 'batchSize', 'check', 'create']) {
    t.match(await why('module:shape.js'), `${part} must be`)
  }
  t.match(await why('module:syntax.js'), /could not be loaded: Unexpected/)
  t.match(await why('module:throws.js'), /could not be loaded: not today/)
  t.match(await why('module:imports.js'), /imports\.js could not be loaded: Cannot find .*none\.js/)
  t.match(await why('module:schema.js'), /schema of mine does not compile: .*nosuchkeyword/)
  t.match(await why('module:check.js'), /check broke/)
})

t.test('options that do not fit are all told, each with its place', async t => {
  const { check } = folder(t)
  const options = {
    batchSize: 0,
    timeout: '30',
    retry: { attempts: 1.5, factor: 0, pause: 1 },
    concurrency: '8',
    nosuch: 1,
  }
  t.same((await check('http://127.0.0.1/', options)).sort(), [
    '/options/batchSize: must be >= 1',
    '/options/concurrency: must be integer',
    '/options/retry/attempts: must be integer',
    '/options/retry/factor: must be >= 1',
    '/options/retry: unknown option pause',
    '/options/timeout: must be number',
    '/options: unknown option nosuch',
  ])
  t.same(options.concurrency, '8', 'what was given stays as it is')
})

t.test('mistakes in a URL or a header are told without secrets', async t => {
  const { check } = folder(t)
  t.same(await check('http://me:pw-1@bad host/'), ['/url: is not a URL'])
  t.same(await check('http:'), ['/url: is not a URL'])
  t.match(await check('http://a%3Ab:pw-1@host/'), [/user name with a colon/])
  const headers = {
    'bad name': 'x',
    'X-Value': 'pw-1\r\nInjected: 1',
    'Content-Type': 'x',
    'webhook-id': 'x',
    authorization: 'Bearer pw-1',
  }
  const mistakes = await check('http://me:pw-1@127.0.0.1/', { headers })
  t.equal(mistakes.length, 5)
  t.notMatch(mistakes.join(), 'pw-1')
  for (const name of Object.keys(headers))
    t.match(mistakes.join('\n'), `/options/headers/${name}: `)
})

t.test('loading what does not fit rejects with every mistake', async t => {
  const { load } = folder(t)
  await t.rejects(load('log:x', { timeout: 0 }), {
    name: 'SinkConfigError',
    code: 'sink-config',
    message: /^sink under-test is not configured right\n {2}\/options\/timeout: .*\n {2}\/url: /,
    mistakes: { length: 2 },
  })
})

t.test('a module that makes no sink is told', async t => {
  for (const made of ['undefined', '{}', '({ deliver() {} })']) {
    const { load } = folder(t, {
      'sink.js': `export default { ...${good}, create: () => (${made}) }`,
    })
    await t.rejects(load('module:sink.js'), SinkConfigError)
  }
})

t.test('two sinks of one kind do not share anything', async t => {
  const [one, two] = [await load('log:'), await load('log:')]
  t.not(one.sink, two.sink)
})
