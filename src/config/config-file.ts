import { describeSchemaErrors } from './describe-schema-errors.ts'
import type { Report } from './finding.ts'
import { type ConfigFilePlace, parseConfigFile } from './parse-config-file.ts'
import { validateConfig } from './validate-config.ts'

/**
 * The file's content (`schemas/config.schema.json`), without what doesn't fit its schema: that is
 * reported, and the rest is looked at further, so that all mistakes come out at once.
 */
export interface FileContent {
  accounts?: readonly (FileAccount | undefined)[]
  publicUrl?: string | (string | undefined)[]
  store?: string
  storeFile?: string
  sinks?: readonly (FileSink | undefined)[]
  retention?: Readonly<Record<string, string | number | undefined>>
  admin?: {
    token?: string
    tokenFile?: string
    tokens?: readonly (FileAdminToken | undefined)[]
  }
}

export interface FileAdminToken {
  name?: string
  role?: 'admin' | 'read'
  token?: string
  tokenFile?: string
}

export interface FileAccount {
  accountSid?: string
  name?: string
  authTokens?: readonly (string | undefined)[]
  authTokensFile?: string
  sharedKeys?: readonly (FileSharedKey | undefined)[]
  requireSharedKey?: boolean
}

export interface FileSharedKey {
  sid?: string
  secret?: string
  secretFile?: string
  algorithm?: 'sha1' | 'sha256'
}

export interface FileSink {
  name?: string
  url?: string
  urlFile?: string
  types?: readonly (string | undefined)[]
  from?: 'beginning' | 'now'
  options?: Readonly<Record<string, unknown>>
}

export interface ConfigFile {
  content: FileContent
  /** Absolute: what its relative paths start at. */
  dir: string
  /** What messages call a place in it: `reelay.config.json: /sinks/0/url`. */
  place(pointer: string): string
  /** Is there a schema mistake at the pointer, or below it? */
  broken(pointer: string): boolean
}

/** The configuration file, checked; null after a mistake that leaves nothing, undefined if none. */
export function readConfigFile(
  where: ConfigFilePlace,
  mistake: Report,
): ConfigFile | null | undefined {
  const file = parseConfigFile(where, mistake)
  if (file === null || file === undefined) return file
  const place = (pointer: string) => `${file.label}: ${pointer === '' ? '/' : pointer}`
  const errors = describeSchemaErrors(validateConfig(file.json))
  for (const { pointer, message } of errors) mistake(place(pointer), message)
  const pointers = errors.map(error => error.pointer)
  if (pointers.includes('')) return null
  for (const { pointer, drop } of errors) if (drop) dropValue(file.json, pointer)
  return {
    content: file.json as FileContent,
    dir: file.dir,
    place,
    broken: pointer => pointers.some(each => each === pointer || each.startsWith(`${pointer}/`)),
  }
}

/** What is at a JSON pointer; undefined if nothing is. */
export function valueAt(json: unknown, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    json,
  )
}

function dropValue(json: unknown, pointer: string): void {
  const cut = pointer.lastIndexOf('/')
  const parent = valueAt(json, pointer.slice(0, cut)) as Record<string, unknown> | undefined
  const key = keysOf(pointer.slice(cut))[0]
  if (parent !== undefined && key !== undefined) parent[key] = undefined
}

function keysOf(pointer: string): string[] {
  const keys = pointer.split('/').slice(1)
  return keys.map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}
