/** What went wrong with a connection, and what to do, in words for people. */
export interface WhyFailed {
  said: string
  todo: string
}

const known: Readonly<Record<string, readonly [said: string, todo: string]>> = {
  ENOTFOUND: ['its name is not known to DNS', 'Add a record for it, or mend the URL.'],
  EAI_AGAIN: ['DNS gives no answer', 'Look at the DNS server of this machine.'],
  ECONNREFUSED: ['nothing listens there', 'Start it, or mend host and port.'],
  ECONNRESET: ['the connection was cut', 'Look at what stands between: a proxy or firewall.'],
  EHOSTUNREACH: ['there is no way to its host', 'Look at the network and its firewall.'],
  ENETUNREACH: ['there is no way to its network', 'Look at the network and its firewall.'],
  CERT_HAS_EXPIRED: ['its certificate has expired', 'Renew it.'],
  CERT_NOT_YET_VALID: ['its certificate is not valid yet', 'Look at the clock of both machines.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'its certificate is signed by itself',
    'Use one of a public CA: Twilio takes no other.',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    "its certificate is signed by a CA that isn't public",
    'Use one of a public CA, or name the CA in NODE_EXTRA_CA_CERTS.',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'its certificate comes without the one between it and its CA',
    'Serve the full chain.',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'its certificate comes without the one between it and its CA, or the CA is not public',
    'Serve the full chain.',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'its certificate is for other names',
    'Get one that holds this name.',
  ],
  EPROTO: ['no TLS is spoken there', 'Mend the scheme or the port of the URL.'],
  EACCES: ['this user may not', 'Give the user of the service the right to.'],
}

/** @param patience What was waited for an answer, ms. */
export function whyFailed(error: unknown, patience: number): WhyFailed {
  const { code = '', name, message } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError' || name === 'AbortError') {
    const todo = 'Look at what stands between: a firewall that drops, a proxy that waits.'
    return { said: `no answer within ${patience / 1000} s`, todo }
  }
  if (/^ERR_SSL_WRONG_VERSION|^ERR_SSL_PACKET/.test(code)) return whyFailed({ code: 'EPROTO' }, 0)
  const [said, todo] = known[code] ?? [message || code, 'See what it says, and try again.']
  return { said: known[code] ? `${said} (${code})` : said, todo }
}
