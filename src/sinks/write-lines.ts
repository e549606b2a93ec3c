import type { FileHandle } from 'node:fs/promises'

/**
 * Appends whole lines to a file of `size` bytes: one write, which the kernel puts at the end in one
 * piece, and one fsync. Returns the new size, or undefined where another process wrote as well.
 * Rejects when the lines may not be in the file as they are.
 */
export async function writeLines(
  handle: FileHandle,
  lines: Buffer,
  size: number,
): Promise<number | undefined> {
  let written = 0
  let writes = 0
  while (written < lines.length) {
    written += (await handle.write(lines, written)).bytesWritten
    writes += 1
  }
  await handle.sync()
  const after = await handle.stat()
  if (after.nlink === 0) throw new Error('the file was deleted while it was written to')
  if (after.size < size + written) throw new Error('the file was cut while it was written to')
  if (after.size === size + written) return after.size
  // After a short write the rest stands where the file ended by then.
  if (writes > 1) throw new Error('another process wrote into the middle of a line')
  return undefined
}
