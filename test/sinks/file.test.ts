import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { filePath } from '../../src/sinks/file-path.ts'
import { checkSink } from '../../src/sinks/load.ts'
import { untilAborted } from '../../src/sinks/until-aborted.ts'
import { conformance } from './conformance.ts'
import { makeEvents } from './events.ts'
import { contextOf, load, settingsOf, silent } from './load-for-test.ts'

t.test('conforms', async t => {
  conformance(
    t,
    async t => {
      const path = join(t.testdir(), 'events.jsonl')
      return {
        url: `file:${path}`,
        received() {
          if (!existsSync(path)) return []
          const lines = readFileSync(path, 'utf8').split('\n')
          return lines.slice(0, -1).map(line => JSON.parse(line))
        },
        fail() {
          mkdirSync(path)
          return () => rmdirSync(path)
        },
        open: () => openFiles().filter(name => name === path).length,
      }
    },
    { hangs: false },
  )
})

/** What this process has open, where the system tells. */
function openFiles(): string[] {
  const fds = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : []
  return fds.flatMap(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`)
    } catch {
      return []
    }
  })
}

t.test('the path is text', async t => {
  t.equal(filePath('file:out', '/base'), '/base/out')
  t.equal(filePath('file:./out', '/base'), '/base/out')
  t.equal(filePath('file:../out', '/base'), '/out')
  t.equal(filePath('FILE:/var/out', '/base'), '/var/out')
  t.equal(filePath('file:///var/out', '/base'), '/var/out')
  t.equal(filePath('file:./a%20b?c#d', '/base'), '/base/a%20b?c#d')
  t.equal(filePath('file:./日本 語', '/base'), '/base/日本 語')
})

t.test('what is no path to a file is told at boot', async t => {
  const urls = ['file:', 'file:/', 'file:.', 'file:..', 'file:./x/', 'file:a/..', 'file://host/x']
  const deps = { log: silent, baseDir: '/base' }
  for (const url of [...urls, 'file:a\0b']) {
    t.match(await checkSink(settingsOf(url), deps), [/^\/url: /], url)
  }
})

t.test('relative paths start where the configuration says', async t => {
  const baseDir = t.testdir()
  const { sink, batchSize } = await load('file:./deep/events', {}, { baseDir })
  t.teardown(() => sink.close())
  t.same(await sink.deliver(makeEvents(2), contextOf()), { answer: 'fsync' })
  t.match(readFileSync(join(baseDir, 'deep/events'), 'utf8'), /^\{.*\}\n\{.*\}\n$/)
  t.equal(batchSize, 500)
})

t.test('a write that never ends does not keep the delivery from ending', async t => {
  const never = new Promise<void>(() => {})
  const abort = new AbortController()
  const waiting = untilAborted(never, abort.signal)
  abort.abort(new Error('out of time'))
  await t.rejects(waiting, /out of time/)
  await t.rejects(untilAborted(never, AbortSignal.abort(new Error('before'))), /before/)
  t.equal(await untilAborted(Promise.resolve(7), new AbortController().signal), 7)
  await t.rejects(untilAborted(Promise.reject(new Error('EIO')), contextOf().signal), /EIO/)
})
