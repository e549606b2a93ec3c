import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAsPostgres } from './as-postgres.ts'

/** Paths of PEM files. */
export interface ServerCertificate {
  caFile: string
  certFile: string
  keyFile: string
}

/** Makes a CA and a server's certificate for `localhost`, and for no address. */
export function makeServerCertificate(folder: string): ServerCertificate {
  const at = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): void => runAsPostgres(folder, 'openssl', ...args)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const files = { caFile: at('ca.crt'), certFile: at('server.crt'), keyFile: at('server.key') }
  writeFileSync(at('server.ext'), 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n', {
    mode: 0o644,
  })
  openssl(
    ...['req', '-x509', ...newKey, '-subj', '/CN=Reelay test CA', '-days', '2'],
    ...['-keyout', at('ca.key'), '-out', files.caFile],
  )
  openssl(
    ...['req', ...newKey, '-subj', '/CN=localhost'],
    ...['-keyout', files.keyFile, '-out', at('server.csr')],
  )
  openssl(
    ...['x509', '-req', '-in', at('server.csr'), '-days', '2', '-extfile', at('server.ext')],
    ...['-CA', files.caFile, '-CAkey', at('ca.key'), '-CAcreateserial', '-out', files.certFile],
  )
  return files
}
