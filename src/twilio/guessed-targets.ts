import type { IncomingHttpHeaders } from 'node:http'
import { decodeQuery } from './form.ts'

/** A target that may have been signed, and what was done to it on its way. */
export interface GuessedTarget {
  target: string
  /** As in `the URL's … was changed`. */
  what: string
}

/** Targets that the provider may have signed before something rewrote them to `target`. */
export function guessedTargets(target: string, headers: IncomingHttpHeaders): GuessedTarget[] {
  const guesses = [
    ...originalUris(headers),
    ...changedPaths(target),
    ...changedEscapes(target),
    ...changedQueries(target),
  ]
  const seen = new Set([target])
  return guesses.filter(guess => !seen.has(guess.target) && seen.add(guess.target))
}

/** What proxies call the target that they were asked for. */
function originalUris(headers: IncomingHttpHeaders): GuessedTarget[] {
  const names = ['x-original-uri', 'x-forwarded-uri', 'x-original-url', 'x-rewrite-url']
  return names.flatMap(name => {
    const value = headers[name]
    return typeof value === 'string' && value.startsWith('/')
      ? [{ target: value, what: `path or query (the original is in ${name})` }]
      : []
  })
}

function changedPaths(target: string): GuessedTarget[] {
  const [path, query] = cut(target)
  const slash = path.endsWith('/') ? path.replace(/\/+$/, '') : `${path}/`
  return [
    { target: slash + query, what: 'trailing slash' },
    { target: path.replace(/\/{2,}/g, '/') + query, what: 'slashes' },
    { target: `/${path}${query}`, what: 'slashes' },
  ]
}

function changedEscapes(target: string): GuessedTarget[] {
  const [path, query] = cut(target)
  const texts = [
    path + query.replaceAll('%20', '+'),
    path + query.replaceAll('+', '%20'),
    path + decoded(query),
    decoded(path) + query,
    decoded(path) + decoded(query),
    path + encoded(query),
    encoded(path) + query,
    path + written(target, encodeURIComponent),
    path + written(target, strictlyEncoded),
    path + written(target, value => value.replaceAll(' ', '+')),
    target.replace(/%[\da-f]{2}/gi, hex => hex.toLowerCase()),
    target.replace(/%[\da-f]{2}/gi, hex => hex.toUpperCase()),
  ]
  return texts.map(text => ({ target: text, what: 'escapes' }))
}

function changedQueries(target: string): GuessedTarget[] {
  const [path, query] = cut(target)
  const parts = query.slice(1).split('&')
  return [
    { target: path, what: 'query' },
    { target: `${path}?`, what: 'empty query' },
    { target: `${path}?${parts.toSorted().join('&')}`, what: 'order of parameters' },
    ...parts.slice(0, 20).map((part, i) => {
      const others = parts.toSpliced(i, 1).join('&')
      const name = part.split('=', 1)[0] ?? ''
      return {
        target: path + (others === '' ? '' : `?${others}`),
        what: `query (${/^\w{1,40}$/.test(name) ? name : 'a parameter'} was added)`,
      }
    }),
  ]
}

/** Path, and query with its question mark. */
function cut(target: string): [path: string, query: string] {
  const start = target.indexOf('?')
  return start === -1 ? [target, ''] : [target.slice(0, start), target.slice(start)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Escapes what stands raw in a text, and leaves escapes and delimiters alone. */
function encoded(text: string): string {
  return encodeURI(text).replaceAll('%25', '%')
}

function strictlyEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function written(target: string, encode: (text: string) => string): string {
  const fields = decodeQuery(target)
  if (fields.length === 0) return ''
  return `?${fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`
}
