import { execFile } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { appendFile } from '../../src/sinks/append-file.ts'

const { signal } = new AbortController()

function start(t: Test, path = join(t.testdir(), 'out.jsonl')) {
  const file = appendFile(path)
  t.teardown(() => file.close())
  return { path, append: (text: string) => file.append(Buffer.from(text), signal), file }
}

const read = (path: string) => readFileSync(path, 'utf8')

t.test('makes missing folders, and nothing before it is needed', async t => {
  const { path, append } = start(t, join(t.testdir(), 'a/b/c/out.jsonl'))
  t.notOk(existsSync(path))
  await append('one\n')
  await append('two\n')
  t.equal(read(path), 'one\ntwo\n')
  t.equal(statSync(path).mode & 0o007, 0, 'events are nobody else’s business')
})

t.test('appends to what was there', async t => {
  const { path, append } = start(t)
  writeFileSync(path, 'old\n')
  await append('one\n')
  t.equal(read(path), 'old\none\n')
})

t.test('follows the path when the file is moved away, deleted or replaced', async t => {
  const { path, append } = start(t)
  await append('one\n')
  renameSync(path, `${path}.1`)
  await append('two\n')
  t.equal(read(`${path}.1`), 'one\n')
  t.equal(read(path), 'two\n')
  rmSync(path)
  await append('three\n')
  t.equal(read(path), 'three\n')
  writeFileSync(`${path}.new`, 'by another\n')
  renameSync(`${path}.new`, path)
  await append('four\n')
  t.equal(read(path), 'by another\nfour\n')
})

t.test('makes the folder again when it is gone', async t => {
  const { path, append } = start(t, join(t.testdir(), 'spool/out.jsonl'))
  await append('one\n')
  rmSync(join(path, '..'), { recursive: true })
  await append('two\n')
  t.equal(read(path), 'two\n')
})

t.test('goes on after the file was emptied in place', async t => {
  const { path, append } = start(t)
  await append('one\n')
  truncateSync(path)
  await append('two\n')
  t.equal(read(path), 'two\n')
})

t.test('cuts half a line that a dead process left', async t => {
  const { path, append } = start(t)
  writeFileSync(path, 'one\n{"half":')
  utimesSync(path, 0, 0)
  await append('two\n')
  t.equal(read(path), 'one\ntwo\n')
})

t.test('never glues a line to half a line of another writer', async t => {
  const { path, append } = start(t)
  await append('one\n')
  appendFileSync(path, '{"half":')
  await append('two\n')
  await append('three\n')
  t.equal(read(path), 'one\n{"half":\ntwo\nthree\n')
})

t.test('two writers share a file', async t => {
  const path = join(t.testdir(), 'shared.jsonl')
  const writers = [start(t, path), start(t, path)]
  const line = (who: number, n: number) => `${who}-${n}-${'x'.repeat(5000)}\n`
  await Promise.all(
    writers.flatMap(({ append }, who) =>
      Array.from({ length: 40 }, (_, n) => append(line(who, n))),
    ),
  )
  const lines = read(path)
    .split('\n')
    .filter(text => text !== '')
  t.equal(lines.length, 80)
  t.equal(new Set(lines).size, 80)
  t.ok(lines.every(text => /^[01]-\d+-x{5000}$/.test(text)))
})

t.test('takes only a regular file', async t => {
  const dir = t.testdir({ folder: {}, file: '' })
  symlinkSync('/dev/null', join(dir, 'device'))
  await t.rejects(start(t, join(dir, 'folder')).append('one\n'), { code: 'EISDIR' })
  await t.rejects(start(t, join(dir, 'device')).append('one\n'), /not a regular file/)
  await t.rejects(start(t, join(dir, 'file/out')).append('one\n'), { code: /EEXIST|ENOTDIR/ })
})

t.test('recovers when the trouble is over', async t => {
  const { path, append } = start(t)
  mkdirSync(path)
  await t.rejects(append('one\n'), { code: 'EISDIR' })
  rmSync(path, { recursive: true })
  await append('two\n')
  t.equal(read(path), 'two\n')
})

t.test('follows a symbolic link and keeps hard links', async t => {
  const { path, append } = start(t)
  writeFileSync(`${path}.real`, '')
  symlinkSync(`${path}.real`, path)
  await append('one\n')
  linkSync(`${path}.real`, `${path}.second`)
  await append('two\n')
  t.equal(read(`${path}.second`), 'one\ntwo\n')
})

t.test('what was aborted while it waited for its turn is not written', async t => {
  const { path, append, file } = start(t)
  const abort = new AbortController()
  const first = append('one\n')
  const second = file.append(Buffer.from('two\n'), abort.signal)
  abort.abort()
  await t.rejects(second, { name: 'AbortError' })
  await first
  t.equal(read(path), 'one\n')
})

t.test('a short write is told, and its half line is cut with the next attempt', async t => {
  const path = join(t.testdir(), 'out.jsonl')
  const script = join(import.meta.dirname, 'limited-writer.ts')
  // Blocks of 512 or of 1024 bytes, by the shell: 204 or 409 lines of 100 bytes fit, and a half.
  const command = 'ulimit -f 40; exec "$0" "$1" "$2" 100:100 100:5 100:500 50:1'
  const run = promisify(execFile)('sh', ['-c', command, process.execPath, script, path])
  t.equal((await run).stdout, 'ok ok EFBIG ok')
  const lines = read(path).split('\n')
  t.equal(lines.pop(), '')
  t.equal(lines.pop(), 'x'.repeat(49))
  t.ok(lines.length > 105)
  t.ok(lines.every(line => line === 'x'.repeat(99)))
})
