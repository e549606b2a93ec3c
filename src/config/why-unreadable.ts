/** Says why a file can't be read, without its path. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'names a file that does not exist.'
  if (code === 'EISDIR') return 'names a directory.'
  if (code === 'EACCES' || code === 'EPERM') return 'names a file that Reelay may not read.'
  return `names a file that can't be read (${code}).`
}
