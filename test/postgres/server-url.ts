/** The running server that tests make their databases on, as `REELAY_TEST_POSTGRES` names it. */
export function serverUrl(database?: string): string {
  const url = new URL(process.env['REELAY_TEST_POSTGRES'] || 'postgres://postgres@127.0.0.1:5432')
  if (database !== undefined) url.pathname = `/${database}`
  else if (url.pathname.length <= 1) url.pathname = '/postgres'
  return url.href
}
