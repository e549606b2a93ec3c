import type { SinkModule } from '../domain/sink.ts'
import { appendFile } from './append-file.ts'
import { filePath } from './file-path.ts'
import { messageOf } from './message-of.ts'
import { untilAborted } from './until-aborted.ts'

/** `file:PATH`, one event in CloudEvents JSON per line; a batch is on disk before it is done. */
const fileSink: SinkModule = {
  kind: 'file',
  options: { type: 'object', additionalProperties: false },
  batchSize: 500,

  check({ url, baseDir }) {
    try {
      filePath(url, baseDir)
      return []
    } catch (error) {
      return [`/url: ${messageOf(error)}`]
    }
  },

  create({ url, baseDir }) {
    const file = appendFile(filePath(url, baseDir))
    return {
      async deliver(batch, { signal }) {
        const lines = Buffer.from(batch.map(event => `${JSON.stringify(event)}\n`).join(''))
        await untilAborted(file.append(lines, signal), signal)
        return { answer: 'fsync' }
      },
      close: () => file.close(),
    }
  },
}

export default fileSink
