import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Settings } from '../domain/settings.ts'
import type { Checked } from './checked.ts'
import { existingFolder } from './existing-folder.ts'

const megabyte = 1_000_000
const least = { fail: 100 * megabyte, warn: 1000 * megabyte }
/** Of one fsync, ms. Twilio waits 15 s for an answer, and callbacks come in groups. */
const longest = { fail: 2_000, warn: 50 }
const writes = 15

/**
 * How much room there is beside the store and the spool, and how long a write takes until it is
 * kept.
 */
export async function checkDisk({ store, spool }: Pick<Settings, 'store' | 'spool'>) {
  const files = [...(store.engine === 'sqlite' ? [store.path] : []), ...(spool ? [spool] : [])]
  const folders = [...new Set(files.map(file => existingFolder(dirname(file))))]
  const checked: Checked[] = []
  for (const folder of folders) checked.push(await room(folder), await speed(folder))
  return checked
}

async function room(folder: string): Promise<Checked> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const state = free < least.fail ? 'fail' : free < least.warn ? 'warn' : 'ok'
  const said = `${Math.floor(free / megabyte).toLocaleString('en')} MB free at ${folder}`
  const todo = 'Make room, or lower REELAY_RETENTION.'
  return { check: 'disk space', state, said, ...(state === 'ok' ? {} : { todo }) }
}

async function speed(folder: string): Promise<Checked> {
  const ms = await medianFsync(folder)
  const state = ms > longest.fail ? 'fail' : ms > longest.warn ? 'warn' : 'ok'
  const said = `an fsync takes ${ms.toFixed(1)} ms at ${folder}`
  const todo = 'Every group of callbacks waits so long: use a local disk, or a faster one.'
  return { check: 'disk speed', state, said, ...(state === 'ok' ? {} : { todo }) }
}

async function medianFsync(folder: string): Promise<number> {
  const dir = await mkdtemp(join(folder, '.reelay-doctor-'))
  try {
    const file = await open(join(dir, 'fsync'), 'w')
    try {
      const page = Buffer.alloc(4096, 1)
      const times: number[] = []
      for (let at = 0; at < writes; at++) {
        const start = performance.now()
        await file.write(page)
        await file.sync()
        times.push(performance.now() - start)
      }
      return times.sort((a, b) => a - b)[Math.floor(writes / 2)]!
    } finally {
      await file.close()
    }
  } finally {
    await rm(dir, { recursive: true })
  }
}
