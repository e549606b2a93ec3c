// A sink of one's own: one file per event, in a folder.
//
//   REELAY_SINKS='module:./examples/sink/folder.js?folder=./events'
//
// The folder comes from the URL's query, or from the options in the configuration file.

import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const options = {
  type: 'object',
  additionalProperties: false,
  properties: {
    folder: { type: 'string', minLength: 1 },
    maxBytes: { type: 'integer', minimum: 1, default: 1_048_576 },
  },
}

export default {
  kind: 'folder',
  options,
  batchSize: 50,

  check(setup) {
    return folderOf(setup) === undefined
      ? ['/options/folder: say where (or ?folder=… in the URL)']
      : []
  },

  create(setup) {
    const folder = resolve(setup.baseDir, folderOf(setup))
    return {
      async deliver(batch, { signal }) {
        // Trouble that concerns all of the batch: throw, and all of it comes again.
        await mkdir(folder, { recursive: true })
        const failed = []
        for (const event of batch) {
          signal.throwIfAborted()
          const failure = await keep(event, folder, setup.options.maxBytes, signal)
          if (failure) failed.push(failure)
        }
        return { failed, answer: `${batch.length - failed.length} files` }
      },
      // Nothing is held between batches.
      close() {},
    }
  },
}

function folderOf({ url, options }) {
  return options.folder ?? new URL(url).searchParams.get('folder') ?? undefined
}

/** Keeps one event; what comes twice replaces itself. Returns the failure, if it is one. */
async function keep(event, folder, maxBytes, signal) {
  const text = JSON.stringify(event)
  if (Buffer.byteLength(text) > maxBytes) {
    return { id: event.id, cause: `larger than ${maxBytes} bytes`, final: true }
  }
  const path = join(folder, `${event.id}.json`)
  try {
    await writeFile(`${path}.part`, text, { signal, flush: true })
    await rename(`${path}.part`, path)
  } catch (error) {
    signal.throwIfAborted()
    return { id: event.id, cause: error.message }
  }
}
