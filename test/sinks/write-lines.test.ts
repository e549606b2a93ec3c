import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { writeLines } from '../../src/sinks/write-lines.ts'

async function start(t: Test, content = '') {
  const path = join(t.testdir({ lines: content }), 'lines')
  const handle = await open(path, 'a+')
  t.teardown(() => handle.close())
  return { path, write: (size: number) => writeLines(handle, Buffer.from('two\n'), size) }
}

t.test('returns the new size', async t => {
  const { path, write } = await start(t, 'one\n')
  t.equal(await write(4), 8)
  t.equal(readFileSync(path, 'utf8'), 'one\ntwo\n')
})

t.test('says nothing of the size when another process wrote as well', async t => {
  const { path, write } = await start(t, 'one\n')
  appendFileSync(path, 'by another\n')
  t.equal(await write(4), undefined)
})

t.test('lines in a deleted file are not kept', async t => {
  const { path, write } = await start(t)
  rmSync(path)
  await t.rejects(write(0), /was deleted/)
})

t.test('lines may be gone from a file that got shorter', async t => {
  const { write } = await start(t)
  await t.rejects(write(1000), /was cut/)
})
