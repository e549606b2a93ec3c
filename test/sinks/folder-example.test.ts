import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { checkSink } from '../../src/sinks/load.ts'
import { conformance } from './conformance.ts'
import { makeEvents } from './events.ts'
import { contextOf, load, settingsOf, silent } from './load-for-test.ts'

const url = `module:${resolve(import.meta.dirname, '../../examples/sink/folder.js')}`

t.test('conforms', async t => {
  conformance(
    t,
    async t => {
      const folder = join(t.testdir(), 'events')
      return {
        url,
        options: { folder },
        received() {
          if (!existsSync(folder)) return []
          return readdirSync(folder).map(name =>
            JSON.parse(readFileSync(join(folder, name), 'utf8')),
          )
        },
        fail() {
          writeFileSync(folder, 'in the way')
          return () => rmSync(folder)
        },
        open: () => 0,
      }
    },
    { hangs: false },
  )
})

t.test('takes its folder from the query', async t => {
  const baseDir = t.testdir()
  const { sink, batchSize } = await load(`${url}?folder=./kept`, {}, { baseDir })
  t.equal(batchSize, 50)
  await sink.deliver(makeEvents(3), contextOf())
  t.equal(readdirSync(join(baseDir, 'kept')).length, 3)
})

t.test('says which events failed, and which for good', async t => {
  const baseDir = t.testdir()
  const { sink } = await load(`${url}?folder=kept`, { maxBytes: 10 }, { baseDir })
  const [event] = makeEvents(1)
  t.same(await sink.deliver([event!], contextOf()), {
    failed: [{ id: event!.id, cause: 'larger than 10 bytes', final: true }],
    answer: '0 files',
  })
  const { sink: other } = await load(`${url}?folder=kept`, {}, { baseDir })
  mkdirSync(join(baseDir, 'kept', `${event!.id}.json`))
  const report = await other.deliver(makeEvents(2), contextOf())
  t.match(report, { failed: [{ id: event!.id, cause: /./, final: undefined }] })
  t.equal(report?.failed?.length, 1)
})

t.test('its own check tells what is missing', async t => {
  t.match(await checkSink(settingsOf(url), { log: silent, baseDir: '/' }), [/^\/options\/folder: /])
})
