import { isAbsolute, resolve } from 'node:path'
import type { SinkSettings } from '../domain/settings.ts'
import type { ConfigFile, FileSink } from './config-file.ts'
import type { Report } from './finding.ts'
import type { Given } from './given.ts'
import { secretKey } from './secret-key.ts'

/** Makes the name of a sink that was given none, from its URL as it was written. */
export type SinkName = (url: string) => string

/** A sink, and how to tell of what is found wrong with it later. */
export interface PlacedSink {
  settings: SinkSettings
  /** What messages call a place in it, by its JSON pointer: `/url`, `/options/…`; or itself. */
  place(pointer: string): string
}

/** A sink before it has its name. */
interface Unnamed extends Omit<SinkSettings, 'name' | 'url'> {
  place: PlacedSink['place']
  name: string | undefined
  /** As it was written. */
  url: string
  baseDir: string
}

/** The sinks, named and with absolute paths. Whether a sink can be made of one, others check. */
export function readSinks(
  given: Given | undefined,
  file: ConfigFile | null | undefined,
  sinkName: SinkName,
  mistake: Report,
): PlacedSink[] {
  const byDefault: Given = { place: 'REELAY_SINKS', text: 'log:', baseDir: '/' }
  const sinks =
    given === undefined && file?.content.sinks !== undefined
      ? fromFile(file.content.sinks, file, mistake)
      : fromText(given ?? byDefault)
  const places = new Map<string, string>()
  return sinks.flatMap(({ place: placeOf, baseDir, name: ownName, url, ...rest }) => {
    const place = placeOf('/url')
    if (!/^[a-z][a-z0-9+.-]*:/i.test(url)) {
      if (url !== '')
        mistake(place, 'not a URL: it needs log:, file:PATH, http(s)://… or module:PATH.')
      return []
    }
    const name = ownName ?? nameOf(url, sinkName)
    if (name === undefined) {
      mistake(place, 'not a valid URL.')
      return []
    }
    const twin = places.get(name)
    if (twin !== undefined) {
      mistake(place, `has the name of ${twin}, ${name}. Give one of them a name of its own.`)
    }
    places.set(name, place)
    const settings = { name, url: withAbsolutePath(url, baseDir), ...rest }
    return [{ settings, place: placeOf }]
  })
}

function fromText({ place, text, baseDir }: Given): Unnamed[] {
  const urls = text.split(/\s+/)
  const sinkAt = (index: number) => (urls.length === 1 ? place : `${place} (sink ${index + 1})`)
  return urls.map((url, index) => ({
    place: at => (at === '' || at === '/url' ? sinkAt(index) : `${sinkAt(index)}: ${at}`),
    name: undefined,
    url,
    from: 'beginning',
    options: {},
    baseDir,
  }))
}

function fromFile(
  sinks: readonly (FileSink | undefined)[],
  file: ConfigFile,
  mistake: Report,
): Unnamed[] {
  return sinks.flatMap((sink, index) => {
    if (sink === undefined) return []
    const pointer = `/sinks/${index}`
    const given = secretKey(file, pointer, 'url', { inline: sink.url, path: sink.urlFile }, mistake)
    if (given === undefined && !file.broken(pointer)) {
      mistake(file.place(`${pointer}/url`), 'is missing. Give it url or urlFile.')
    }
    const types = sink.types?.filter(type => type !== undefined)
    const entry: Unnamed = {
      place: at => (at === '/url' && given ? given.place : file.place(pointer + at)),
      name: sink.name,
      url: given?.text ?? '',
      ...(types === undefined ? {} : { types }),
      from: sink.from ?? 'beginning',
      options: withAbsoluteSecretFile(sink.options ?? {}, file.dir),
      baseDir: file.dir,
    }
    return [entry]
  })
}

function nameOf(url: string, sinkName: SinkName): string | undefined {
  try {
    return sinkName(url)
  } catch {
    return undefined
  }
}

/** `file:` and `module:` take a path as text; a query of `module:` stays as it is. */
function withAbsolutePath(url: string, baseDir: string): string {
  const [, scheme = '', path = '', query = ''] =
    /^(file:)(.*)$/is.exec(url) ?? /^(module:)([^?]*)(.*)$/is.exec(url) ?? []
  // What names no file stays as it is, for the sink to say so.
  if (isAbsolute(path) || /(?:^|\/)\.{0,2}$/.test(path)) return url
  return scheme + resolve(baseDir, path) + query
}

function withAbsoluteSecretFile(options: Readonly<Record<string, unknown>>, baseDir: string) {
  const { secretFile } = options
  if (typeof secretFile !== 'string') return { ...options }
  return { ...options, secretFile: resolve(baseDir, secretFile) }
}
