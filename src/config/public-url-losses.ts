import { isIP } from 'node:net'
import { whyPrivate } from '../domain/private-host.ts'
import type { Finding } from './finding.ts'
import type { Looked } from './losses.ts'

/** Public URLs that can't be called, or not as they are written. */
export function urlLosses({ settings, origins }: Looked): Finding[] {
  const { place = 'REELAY_PUBLIC_URL' } = origins.of('REELAY_PUBLIC_URL')
  return settings.publicUrls.flatMap(url => {
    const { hostname, protocol, port } = new URL(url)
    const messages: string[] = []
    const why = whyPrivate(hostname)
    if (why !== undefined) messages.push(`its host ${why}: Twilio can't call it.`)
    else if (isIP(hostname.replace(/^\[|\]$/g, '')) > 0 && protocol === 'https:') {
      messages.push('its host is an address, for which few certificates hold. Give it a name.')
    }
    if (protocol === 'https:' && port === '80')
      messages.push('https at port 80, which is for http.')
    if (protocol === 'http:' && port === '443') {
      messages.push('http at port 443, which is for https.')
    }
    const written = /^[^:]+:\/\/(?:[^/@]*@)?([^/:]*)/.exec(url)?.[1] ?? ''
    if (/[A-Z]/.test(written)) {
      const what = 'has capitals in its host: the signature holds only for URLs written so, too.'
      messages.push(`${what} Use small letters in both.`)
    }
    return messages.map(message => ({ place, message }))
  })
}
