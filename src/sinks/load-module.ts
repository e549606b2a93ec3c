import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SinkModule } from '../domain/sink.ts'
import { messageOf } from './message-of.ts'

const builtIn: Record<string, () => Promise<{ default: SinkModule | SinkModule<never> }>> = {
  log: () => import('./log.ts'),
  file: () => import('./file.ts'),
  http: () => import('./http.ts'),
  https: () => import('./http.ts'),
}

/** The module that a sink's URL asks for. Throws, without showing the URL, if there is none. */
export async function loadModule(url: string, baseDir: string): Promise<SinkModule> {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  if (scheme === 'module') return loadPath(modulePath(url, baseDir))
  const load = scheme === undefined ? undefined : builtIn[scheme]
  if (load !== undefined && Object.hasOwn(builtIn, scheme!)) {
    return (await load()).default as SinkModule
  }
  const known = [...Object.keys(builtIn), 'module'].map(name => `${name}:`).join(', ')
  const what = scheme === undefined ? 'has no scheme' : `unknown scheme ${scheme}:`
  throw new Error(`${what}; known are ${known}`)
}

/** `module:PATH?QUERY`: the query is the module's own business. */
function modulePath(url: string, baseDir: string): string {
  const [path = ''] = url.slice('module:'.length).split('?', 1)
  if (path === '') throw new Error('names no module; write module:./path/to/sink.js')
  return resolve(baseDir, path.replace(/^\/\/(?=\/)/, ''))
}

async function loadPath(path: string): Promise<SinkModule> {
  const href = pathToFileURL(path).href
  let exports: { default?: unknown }
  try {
    exports = await import(href)
  } catch (error) {
    const { code, url } = error as { code?: string; url?: string }
    const missing = code === 'ERR_MODULE_NOT_FOUND' && url === href
    const why = missing ? 'not found' : `could not be loaded: ${messageOf(error)}`
    throw new Error(`module ${path} ${why}`, { cause: error })
  }
  const wrong = wrongShape(exports.default)
  if (wrong !== undefined) throw new Error(`module ${path} ${wrong}`)
  return exports.default as SinkModule
}

/** What keeps an export from being a sink's module, if anything. */
function wrongShape(found: unknown): string | undefined {
  if (found === undefined) return 'has no default export'
  if (typeof found !== 'object' || found === null) return 'exports no object by default'
  const { kind, options, batchSize, check, create } = found as Record<string, unknown>
  const wrong: string[] = []
  if (typeof kind !== 'string' || !/^[a-z][a-z0-9-]*$/.test(kind)) {
    wrong.push('kind must be a word in lower case')
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    wrong.push('options must be a JSON Schema')
  }
  if (!Number.isInteger(batchSize) || Number(batchSize) < 1 || Number(batchSize) > 1000) {
    wrong.push('batchSize must be an integer from 1 to 1000')
  }
  if (check !== undefined && typeof check !== 'function') wrong.push('check must be a function')
  if (typeof create !== 'function') wrong.push('create must be a function')
  return wrong.length === 0 ? undefined : `has the wrong shape: ${wrong.join('; ')}`
}
