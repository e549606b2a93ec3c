import { connect } from 'node:tls'
import type { Checked } from './checked.ts'
import { whyFailed } from './why-failed.ts'

const patience = 5_000
const day = 86_400_000
const soon = 14 * day

/** Does the certificate of a public URL hold, and for how long? */
export async function checkCertificate(publicUrl: string, now = Date.now()): Promise<Checked[]> {
  const url = new URL(publicUrl)
  if (url.protocol !== 'https:') return []
  const check = `certificate of ${url.host}`
  const todo = 'Renew it, and see why it is not renewed by itself.'
  try {
    const left = (await validUntil(url)) - now
    const days = Math.floor(left / day)
    if (left > soon) return [{ check, state: 'ok', said: `holds for ${days} more days` }]
    return [{ check, state: 'warn', said: `ends in ${days} days`, todo }]
  } catch (error) {
    const why = whyFailed(error, patience)
    return [{ check, state: 'fail', said: why.said, todo: why.todo }]
  }
}

function validUntil({ hostname, port }: URL): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const host = hostname.replace(/^\[|\]$/g, '')
  const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host }
  const socket = connect({ host, port: Number(port || 443), ...name }, () => {
    resolve(Date.parse(socket.getPeerCertificate().valid_to))
    socket.destroy()
  })
  socket.setTimeout(patience, () => socket.destroy(new DOMException('', 'TimeoutError')))
  socket.on('error', reject)
  return promise
}
