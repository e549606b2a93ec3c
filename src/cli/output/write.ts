import { once } from 'node:events'
import process from 'node:process'
import type { Writable } from 'node:stream'

const watched = new WeakSet<Writable>()

/**
 * Writes text that may be much, and waits until the stream takes more. Where the reader has gone
 * (`… | head`) the process ends quietly, as other programs do.
 */
export async function write(stream: Writable, text: string): Promise<void> {
  if (!watched.has(stream)) {
    watched.add(stream)
    stream.on('error', endWithReader)
  }
  if (!stream.write(text)) await once(stream, 'drain')
}

function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}
