import { join } from 'node:path'
import t from 'tap'
import { inFile, load, mistakesOf } from './load.ts'

const wrong = (content: string | object) =>
  mistakesOf(t, { files: { 'reelay.config.json': content } })

const notJson = (line: number, column: number) =>
  `reelay.config.json:${line}:${column} | not JSON at line ${line}, column ${column}. ` +
  'JSON takes no comments, no single quotes, and no comma after the last entry.'

t.test('a byte order mark is fine', async t => {
  const files = { 'reelay.config.json': '\uFEFF{"callbackPath": "/hook"}' }
  t.equal(load(t, { files }).settings.callbackPath, '/hook')
})

t.test('broken JSON: line and column, and nothing of what is in it', async t => {
  const cases: [string, number, number][] = [
    ['', 1, 1],
    ['{\n  "store": "sqlite:x",\n}', 3, 1],
    ["{\r\n  'admin': {}\r\n}", 2, 3],
    ['{} // why', 1, 4],
    ['{"admin": {"token": hunter2}}', 1, 21],
    ['{"admin": {"token": "hunter2}}\n', 1, 21],
    ['[1, 2', 1, 6],
    ['{"a": 1 "b": 2}', 1, 9],
    ['{"a" 1}', 1, 6],
  ]
  for (const [text, line, column] of cases) t.strictSame(wrong(text), [notJson(line, column)], text)
})

t.test('a file that is named must be there', async t => {
  const cwd = t.testdir({ folder: {} })
  t.strictSame(mistakesOf(t, { env: { REELAY_CONFIG: '/nowhere/at/all.json' } }), [
    'REELAY_CONFIG | there is no such file: /nowhere/at/all.json',
  ])
  t.strictSame(mistakesOf(t, { env: { REELAY_CONFIG: join(cwd, '..') } }), [
    `REELAY_CONFIG | it can't be read (EISDIR): ${join(cwd, '..')}`,
  ])
})

t.test('a file that can not be read may list accounts: nobody asks for a token', async t => {
  const env = { TWILIO_AUTH_TOKEN: undefined, PORT: 'x' }
  const mistakes = mistakesOf(t, { env, files: { 'reelay.config.json': '{' } })
  t.strictSame(
    mistakes.map(mistake => mistake.split(' | ')[0]),
    ['reelay.config.json:1:2', 'PORT'],
  )
})

t.test('what does not fit the schema', async t => {
  const cases: [object, string][] = [
    [[], `${inFile('/')} | must be an object.`],
    [{ sink: [] }, `${inFile('/sink')} | unknown key. The nearest name is sinks.`],
    [{ 'a/b~c': 1 }, `${inFile('/a~1b~0c')} | unknown key. The nearest name is `],
    [
      { admin: { host: '::1', tokn: 'x' } },
      `${inFile('/admin/tokn')} | unknown key. The nearest name is token.`,
    ],
    [{ admin: null }, `${inFile('/admin')} | must be an object.`],
    [{ store: 7 }, `${inFile('/store')} | must be a string.`],
    [{ store: '' }, `${inFile('/store')} | must not be empty.`],
    [{ publicUrl: 7 }, `${inFile('/publicUrl')} | must be a string or an array.`],
    [{ listen: { port: '8080' } }, `${inFile('/listen/port')} | must be a whole number.`],
    [{ listen: { port: 70_000 } }, `${inFile('/listen/port')} | must be <= 65535.`],
    [
      { log: { level: 'loud' } },
      `${inFile('/log/level')} | must be one of trace, debug, info, warn, error, fatal, silent.`,
    ],
    [{ log: { personalData: 'yes' } }, `${inFile('/log/personalData')} | must be true or false.`],
    [
      { retention: { maxStoreBytes: 1.5 } },
      `${inFile('/retention/maxStoreBytes')} | must be a whole number or a string.`,
    ],
  ]
  for (const [content, expected] of cases) {
    const [only, ...rest] = wrong(content)
    t.ok(only?.startsWith(expected), `${only} = ${expected}`)
    t.strictSame(rest, [])
  }
  const proto = wrong('{"__proto__": {"port": 1}, "constructor": 1}')
  t.strictSame(
    proto.map(mistake => mistake.split(' | ')[0]),
    [inFile('/__proto__'), inFile('/constructor')],
  )
})

t.test('the rest of a file with a mistake is looked at too', async t => {
  const content = {
    callbackPath: 'hook',
    retention: { events: 'soon', maxAge: 7 },
    listen: { port: -1, host: '[::]' },
    admin: { host: '0.0.0.0', prot: 1 },
  }
  t.strictSame(
    wrong(content).map(mistake => mistake.split(' | ')[0]),
    [
      '/retention/maxAge',
      '/listen/port',
      '/admin/prot',
      '/callbackPath',
      '/retention/events',
      '/listen/host',
    ].map(inFile),
  )
})
