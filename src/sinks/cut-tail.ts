import type { FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** A tail that did not change for so long belongs to no write that is still going on, ms. */
const restMs = 1000
const looks = 5
const chunkBytes = 65_536
const newline = 0x0a
/** How every line of ours begins. */
const lineStart = Buffer.from('{"specversion":')
/** How SQLite's files begin, the journal among them: a database, and a write-ahead log. */
const databases = [Buffer.from('SQLite format '), Buffer.from('377f06', 'hex')]

export interface Clock {
  /** ms since the epoch, by the clock that stamps files. */
  now(): number
  wait(ms: number): Promise<unknown>
}

const systemClock: Clock = { now: Date.now, wait: delay }

/**
 * Cuts what follows the last newline: the half line of a process that died while it wrote. Another
 * process may be in the middle of a write just now, and its half line grows into a whole one, so
 * only a tail at rest is cut. One that never rests is left alone.
 * @throws Error where the file is a database, or one single line that is not ours: it is not touched.
 */
export async function cutTail(handle: FileHandle, clock: Clock = systemClock): Promise<void> {
  const head = await readHead(handle)
  if (databases.some(each => head.subarray(0, each.length).equals(each))) throw foreign()
  let changed = Number.NaN
  for (let look = 0; look < looks; look++) {
    const { size, mtimeMs } = await handle.stat()
    if (await endsWithNewline(handle, size)) return
    const age = clock.now() - mtimeMs
    if (age < restMs && mtimeMs !== changed) {
      changed = mtimeMs
      // A clock that was set back makes the age negative.
      await clock.wait(Math.min(restMs - age, restMs))
      continue
    }
    const cut = await afterLastNewline(handle, size)
    if (cut === 0 && !lineStart.subarray(0, head.length).equals(head)) throw foreign()
    if ((await handle.stat()).size === size) {
      await handle.truncate(cut)
      return
    }
  }
}

/** As many bytes as a line's beginning has, or fewer where the file is shorter. */
async function readHead(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(lineStart.length), 0, undefined, 0)
  return buffer.subarray(0, bytesRead)
}

function foreign(): Error {
  return new Error('this is no file of events: name one of its own; nothing in it was changed')
}

/** True for an empty file too: a line can start here. */
export async function endsWithNewline(handle: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return bytesRead === 1 && buffer[0] === newline
}

async function afterLastNewline(handle: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.alloc(chunkBytes)
  for (let end = size; end > 0; end -= chunkBytes) {
    const start = Math.max(0, end - chunkBytes)
    const { bytesRead } = await handle.read(chunk, 0, end - start, start)
    const found = chunk.subarray(0, bytesRead).lastIndexOf(newline)
    if (found !== -1) return start + found + 1
  }
  return 0
}
