import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { cutTail, endsWithNewline } from './cut-tail.ts'
import { writeLines } from './write-lines.ts'

const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK

/** A file of lines that grows at its end, shared with other processes that append to it. */
export interface AppendFile {
  /**
   * Resolves once the lines are on disk, in the file that has the path now. Rejects when that is
   * not certain: the lines may then be there in part, and come again with the next attempt.
   * Calls take turns.
   */
  append(lines: Buffer, signal: AbortSignal): Promise<void>
  /** Waits for the last append. */
  close(): Promise<void>
}

interface Opened {
  handle: FileHandle
  dev: bigint
  ino: bigint
  /** Where our last write ended: a file that ends there ends with our newline. */
  end: number
}

const unknownEnd = -1

/** Nothing is opened or made before the first append. */
export function appendFile(path: string): AppendFile {
  let opened: Opened | undefined
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }

  async function letGo(): Promise<void> {
    const { handle } = opened ?? {}
    opened = undefined
    await handle?.close()
  }

  /** The file that has the path now, with its size; after a rename or a deletion a new one. */
  async function current(): Promise<{ file: Opened; size: number }> {
    if (opened !== undefined) {
      const there = await stat(path, { bigint: true }).catch(ifMissing)
      if (there?.dev === opened.dev && there.ino === opened.ino) {
        return { file: opened, size: Number(there.size) }
      }
      await letGo()
    }
    opened = await openLines(path)
    return { file: opened, size: (await opened.handle.stat()).size }
  }

  return {
    append: (lines, signal) =>
      inTurn(async () => {
        signal.throwIfAborted()
        try {
          const { file, size } = await current()
          const clean = size === file.end || (await endsWithNewline(file.handle, size))
          // A tail that isn't ours may still grow: end it where it ends, and start a line.
          const bytes = clean ? lines : Buffer.concat([Buffer.from('\n'), lines])
          file.end = (await writeLines(file.handle, bytes, size)) ?? unknownEnd
        } catch (error) {
          // Opening again finds out where the file ends, and cuts what is left of this attempt.
          await letGo().catch(() => {})
          throw error
        }
      }),
    close: () => inTurn(letGo),
  }
}

async function openLines(path: string): Promise<Opened> {
  const firstMade = await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, flags, 0o640)
  try {
    const found = await handle.stat({ bigint: true })
    if (!found.isFile()) throw new Error(`${path} is not a regular file`)
    await cutTail(handle)
    await syncFolders(dirname(path), firstMade)
    return { handle, dev: found.dev, ino: found.ino, end: unknownEnd }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** A new name is durable when its folder is: from the file's own up to the one that was there. */
async function syncFolders(folder: string, firstMade: string | undefined): Promise<void> {
  const top = firstMade === undefined ? folder : dirname(firstMade)
  for (let at = folder; ; at = dirname(at)) {
    const handle = await open(at, constants.O_RDONLY)
    await handle.sync().finally(() => handle.close())
    if (at === top || at === dirname(at)) return
  }
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
