import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type LoadedSettings, loadSettings } from '../../src/config/load-settings.ts'
import { exitCodes, FatalError } from '../../src/domain/errors.ts'

export const token = '5d1c90be7a2f4e638b07c4a1f96e2d38'
export const publicUrl = 'https://calls.orchard.example'

export interface Setup {
  /** Added to a token and a public URL, which `undefined` takes away. */
  env?: Record<string, string | undefined>
  /** Files in the working directory; objects are written as JSON. */
  files?: Record<string, string | object>
}

/** Loads the settings in a directory of its own, which is `cwd`. */
export function load(t: Test, { env, files = {} }: Setup) {
  const cwd = t.testdir({ conf: {} })
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    writeFileSync(join(cwd, name), text)
  }
  const base = { TWILIO_AUTH_TOKEN: token, REELAY_PUBLIC_URL: publicUrl }
  const options = { env: { ...base, ...env }, cwd, sinkName: nameOf }
  const loaded: LoadedSettings = loadSettings(options)
  return { ...loaded, cwd }
}

/** The message about the mistakes of a set-up that has some, each on a line: `PLACE | what`. */
export function mistakesOf(t: Test, setup: Setup): string[] {
  try {
    load(t, setup)
  } catch (error) {
    if (!(error instanceof FatalError)) throw error
    t.equal(error.exitCode, exitCodes.config)
    return error.message
      .split(/\n(?=Also|The smallest|Everything)/)[0]!
      .split(/\n\n {2}(?=\S)/)
      .slice(1)
      .map(part => part.trim().replace('\n', ' |').replaceAll(/\s+/g, ' '))
  }
  return []
}

/** An account's, a sink's … key, by its place in the file. */
export function inFile(pointer: string): string {
  return `reelay.config.json: ${pointer}`
}

function nameOf(url: string): string {
  if (url.startsWith('https://[')) throw new TypeError(`Invalid URL: ${url}`)
  return `named-after-${url.slice(0, url.indexOf(':'))}-${url.length}`
}
