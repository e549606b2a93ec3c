import { BlockList, isIP } from 'node:net'

/** https://www.iana.org/assignments/iana-ipv4-special-registry and the one of IPv6. */
const special = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  special.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  special.addSubnet(network, bits, 'ipv6')
}

const privateName = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|test|invalid)\.?$/i

/**
 * Why nobody beyond this machine or its network can reach a host of a URL; undefined if one may.
 */
export function whyPrivate(host: string): string | undefined {
  const bare = host.replace(/^\[|\]$/g, '')
  const version = isIP(bare)
  if (version === 0) {
    if (privateName.test(bare)) return 'is a name that only a private network knows'
    return bare.includes('.') ? undefined : 'is a name without a domain'
  }
  const found = special.check(bare, version === 4 ? 'ipv4' : 'ipv6')
  return found ? 'is an address of this machine or of a private network' : undefined
}
