import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { cutTail } from '../../src/sinks/cut-tail.ts'

/**
 * Cuts a file of this content; the clock stands `age` ms after its last change, and moves by
 * waiting.
 */
async function cut(t: Test, content: string, age: number, onWait?: (path: string) => void) {
  const path = join(t.testdir(), 'lines')
  writeFileSync(path, content)
  const waits: number[] = []
  let at = (await stat(path)).mtimeMs + age
  const clock = {
    now: () => at,
    async wait(ms: number) {
      waits.push(ms)
      at += ms
      onWait?.(path)
      if (onWait) at = (await stat(path)).mtimeMs
    },
  }
  const handle = await open(path, 'r+')
  await cutTail(handle, clock).finally(() => handle.close())
  return { left: readFileSync(path, 'utf8'), waits }
}

t.test('whole lines stay', async t => {
  for (const content of ['', '\n', 'one\n', 'one\ntwo\n']) {
    t.same(await cut(t, content, 5000), { left: content, waits: [] })
  }
})

t.test('half a line goes', async t => {
  t.same(await cut(t, 'one\ntw', 5000), { left: 'one\n', waits: [] })
  t.same(await cut(t, '{"specv', 5000), { left: '', waits: [] })
})

t.test('a long half line goes, wherever the newline before it is', async t => {
  for (const length of [65_535, 65_536, 65_537, 200_000]) {
    t.equal((await cut(t, `one\n${'x'.repeat(length)}`, 5000)).left, 'one\n')
    t.equal((await cut(t, '{"specversion":'.padEnd(length, 'x'), 5000)).left, '')
  }
})

t.test('a fresh half line is given time', async t => {
  const { left, waits } = await cut(t, 'one\ntw', 0)
  t.equal(left, 'one\n')
  t.equal(waits.length, 1)
  t.equal((await cut(t, 'one\ntw', -86_400_000)).left, 'one\n', 'whatever the clock says')
})

t.test('one that grows into a whole line stays', async t => {
  const { left } = await cut(t, 'one\ntw', 0, path => appendFileSync(path, 'o\n'))
  t.equal(left, 'one\ntwo\n')
})

t.test('one that goes on growing is left alone', async t => {
  const { left, waits } = await cut(t, 'one\ntw', 0, path => appendFileSync(path, 'o'))
  t.match(left, /^one\ntwo+$/)
  t.ok(waits.length < 10)
})

t.test('a file that is not ours is not touched', async t => {
  const header = Buffer.from('SQLite format 3\0 and so on')
  for (const content of ['{"precious":1}', header, Buffer.from('377f0682ffff', 'hex')]) {
    const path = join(t.testdir(), 'foreign')
    writeFileSync(path, content)
    const handle = await open(path, 'r+')
    t.teardown(() => handle.close())
    await t.rejects(cutTail(handle), { message: /no file of events/ })
    t.same(readFileSync(path), Buffer.from(content))
  }
})
