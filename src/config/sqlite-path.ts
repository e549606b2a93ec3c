/** The path in `sqlite:PATH`, as text: `sqlite:./x` is relative, `sqlite:///x` is `/x`. */
export function sqlitePath(text: string): string | undefined {
  return /^sqlite:(?:\/\/(?=\/))?(.*)$/is.exec(text)?.[1]
}

/** Says why a path can't be that of a SQLite file, without showing it; undefined if it can. */
export function sqlitePathMistake(path: string): string | undefined {
  if (path.startsWith('//')) return 'has two slashes before its path.'
  if (/^:|^file:/i.test(path)) {
    return 'needs a file of its own: what is answered 2xx is on disk.'
  }
  if (path === '' || path.endsWith('/')) return 'names no file.'
  return undefined
}
