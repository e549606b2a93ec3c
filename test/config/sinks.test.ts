import { join } from 'node:path'
import t from 'tap'
import { inFile, load, mistakesOf } from './load.ts'

const fromEnv = (text: string) => load(t, { env: { REELAY_SINKS: text } })
const wrongInEnv = (text: string) => mistakesOf(t, { env: { REELAY_SINKS: text } })
const files = (sinks: unknown) => ({
  'reelay.config.json': { sinks },
  'url.txt': 'https://a.example',
})
const wrongInFile = (...sinks: unknown[]) => mistakesOf(t, { files: files(sinks) })

t.test('of the environment', async t => {
  const { settings, cwd } = fromEnv(' log:\n https://user:pw@a.example/x  module:./mine.js?a=../b ')
  t.strictSame(settings.sinks, [
    { name: 'named-after-log-4', url: 'log:', from: 'beginning', options: {} },
    {
      name: 'named-after-https-27',
      url: 'https://user:pw@a.example/x',
      from: 'beginning',
      options: {},
    },
    {
      name: 'named-after-module-23',
      url: `module:${join(cwd, 'mine.js')}?a=../b`,
      from: 'beginning',
      options: {},
    },
  ])
})

t.test('of the file', async t => {
  const all = load(t, {
    files: {
      ...files([
        {
          name: 'archive',
          url: 'file:../out.jsonl',
          types: ['twilio.video.*', 'twilio.voice.recording.completed'],
        },
        {
          urlFile: 'url.txt',
          types: ['*'],
          from: 'now',
          options: { secretFile: 'key', concurrency: 2 },
        },
      ]),
    },
  })
  t.strictSame(all.settings.sinks, [
    {
      name: 'archive',
      url: `file:${join(all.cwd, '../out.jsonl')}`,
      types: ['twilio.video.*', 'twilio.voice.recording.completed'],
      from: 'beginning',
      options: {},
    },
    {
      name: 'named-after-https-17',
      url: 'https://a.example',
      types: ['*'],
      from: 'now',
      options: { secretFile: join(all.cwd, 'key'), concurrency: 2 },
    },
  ])
})

t.test('paths that are absolute, or none, stay as they are', async t => {
  for (const url of [
    'file:/x',
    'file:///x',
    'file://host/x',
    'file:',
    'file:./',
    'file:..',
    'module:?x',
  ]) {
    t.strictSame(
      fromEnv(url).settings.sinks.map(sink => sink.url),
      [url],
    )
  }
})

t.test('mistakes in the environment', async t => {
  const noUrl = 'not a URL: it needs log:, file:PATH, http(s)://… or module:PATH.'
  t.strictSame(wrongInEnv('events.jsonl'), [`REELAY_SINKS | ${noUrl}`])
  t.strictSame(wrongInEnv('log: //a.example'), [`REELAY_SINKS (sink 2) | ${noUrl}`])
  t.strictSame(wrongInEnv('https://['), ['REELAY_SINKS | not a valid URL.'])
  t.strictSame(wrongInEnv('log: log:'), [
    'REELAY_SINKS (sink 2) | has the name of REELAY_SINKS (sink 1), named-after-log-4. Give one of them a name of its own.',
  ])
})

t.test('mistakes in the file', async t => {
  const url = 'log:'
  const at = (pointer: string) => inFile(`/sinks/0${pointer}`)
  const cases: [unknown, string][] = [
    ['log:', `${at('')} | must be an object.`],
    [{}, `${at('/url')} | is missing. Give it url or urlFile.`],
    [{ url: 7 }, `${at('/url')} | must be a string.`],
    [{ url: ' ' }, `${at('/url')} | is empty. Fill it in.`],
    [
      { url: 'x' },
      `${at('/url')} | not a URL: it needs log:, file:PATH, http(s)://… or module:PATH.`,
    ],
    [{ url, urlFile: 'url.txt' }, `${at('/url')} | urlFile is set too. Keep one of the two.`],
    [{ url, urls: [] }, `${at('/urls')} | unknown key. The nearest name is url.`],
    [
      { url, name: 'a b' },
      `${at('/name')} | does not fit. Owns the sink's position in the log: 1 to 64 letters, digits, dots, dashes and underscores. Made of the URL if absent.`,
    ],
    [{ url, types: [] }, `${at('/types')} | must not be empty.`],
    [
      { url, types: ['video.*'] },
      `${at('/types/0')} | does not fit. An event type, or its beginning and a *: twilio.video.recording.completed, twilio.video.*`,
    ],
    [{ url, from: 'end' }, `${at('/from')} | must be one of beginning, now.`],
    [{ url, options: [] }, `${at('/options')} | must be an object.`],
  ]
  for (const [sink, expected] of cases) t.strictSame(wrongInFile(sink), [expected])
  t.strictSame(wrongInFile({ name: 'one', url }, { name: 'one', url: 'file:/x' }), [
    `${inFile('/sinks/1/url')} | has the name of ${inFile('/sinks/0/url')}, one. Give one of them a name of its own.`,
  ])
})
