import { resolve } from 'node:path'

/**
 * The absolute path that a sink's URL names: all that follows the scheme, as text, `%`, `?` and
 * `#` included. `file:./x` starts at `baseDir`, `file:///x` is `/x`.
 * Throws where it names no file.
 */
export function filePath(url: string, baseDir: string): string {
  const text = url.slice(url.indexOf(':') + 1)
  if (text.startsWith('//') && !text.startsWith('///')) {
    throw new Error('names a host; write file:///absolute/path or file:./relative/path')
  }
  const path = text.startsWith('///') ? text.slice(2) : text
  if (path === '' || /(^|\/)\.{0,2}$/.test(path)) throw new Error('names no file')
  if (path.includes('\0')) throw new Error('a path holds no NUL')
  return resolve(baseDir, path)
}
