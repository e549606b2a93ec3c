import { constants, existsSync, statSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SinkSettings } from '../domain/settings.ts'
import { filePath } from '../sinks/file-path.ts'
import { httpTarget } from '../sinks/http-target.ts'
import { ask } from './ask.ts'
import type { Checked } from './checked.ts'
import { existingFolder } from './existing-folder.ts'
import { whyFailed } from './why-failed.ts'

const patience = 5_000

/** Is a sink there? Nothing is delivered to it. `baseDir` is where relative paths start. */
export async function checkSinkReachable(sink: SinkSettings, baseDir: string): Promise<Checked> {
  const check = `sink ${sink.name}`
  const scheme = sink.url.slice(0, sink.url.indexOf(':')).toLowerCase()
  if (scheme === 'http' || scheme === 'https') return { check, ...(await overNet(sink.url)) }
  if (scheme === 'file') return { check, ...(await onDisk(filePath(sink.url, baseDir))) }
  if (scheme === 'log') return { check, state: 'ok', said: "writes to the service's log" }
  const said = 'its module loads; whether it reaches its receiver, only a delivery shows'
  return { check, state: 'ok', said }
}

async function overNet(url: string): Promise<Omit<Checked, 'check'>> {
  const target = httpTarget(url).url
  try {
    const { status } = await ask('OPTIONS', target, patience)
    const said = `${target.origin} answers (${status} to OPTIONS)`
    if (status < 500) return { state: 'ok', said }
    return { state: 'warn', said, todo: 'Look at the receiver: it may not be up yet.' }
  } catch (error) {
    const { said, todo } = whyFailed(error, patience)
    return { state: 'fail', said: `${target.origin}: ${said}`, todo }
  }
}

async function onDisk(path: string): Promise<Omit<Checked, 'check'>> {
  const there = existsSync(path)
  if (there && statSync(path).isDirectory()) {
    return { state: 'fail', said: `${path} is a folder`, todo: 'Name a file in it.' }
  }
  const folder = existingFolder(dirname(path))
  try {
    await access(there ? path : folder, constants.W_OK)
    return { state: 'ok', said: `${path} can be written` }
  } catch {
    const todo = 'Give the user of the service the right to, or name another file.'
    return { state: 'fail', said: `this user may not write to ${there ? path : folder}`, todo }
  }
}
