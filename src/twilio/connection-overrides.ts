import type { UrlFinding } from './callback-url.ts'

/** The fragment that makes the provider try again, whatever went wrong. */
export const recommendedOverrides = 'rc=5&rp=all'

/** In ms, but for `rc`. */
const ranges: Readonly<Record<string, readonly [from: number, to: number]>> = {
  rc: [0, 5],
  ct: [100, 10_000],
  rt: [100, 15_000],
  tt: [100, 15_000],
}
const policies = ['4xx', '5xx', 'ct', 'rt', 'all']

/** What each policy that is missing means. */
const missing = new Map([
  ['5xx', 'while the receiver restarts behind a proxy'],
  ['rt', 'when an answer takes too long'],
  ['ct', 'when no connection can be made'],
])

/**
 * Looks at the connection overrides in a URL's fragment, which is without its `#`; undefined where
 * there is none. They are documented at
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export function lintOverrides(fragment: string | undefined): UrlFinding[] {
  if (fragment === undefined || fragment === '') {
    const message =
      'without connection overrides Twilio tries again once, and only where no connection could ' +
      `be made: what comes while the receiver restarts is lost. Add #${recommendedOverrides}`
    return [{ level: 'loss', part: 'fragment', message }]
  }
  const findings: UrlFinding[] = []
  const add = (level: UrlFinding['level'], message: string) => {
    findings.push({ level, part: 'fragment', message })
  }
  const values = new Map<string, string>()
  for (const pair of fragment.split('&')) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? []
    if (name === '') add('loss', `${JSON.stringify(pair)} is no name=value.`)
    else if (values.has(name)) add('doubt', `${name} is given twice.`)
    else values.set(name, value)
  }
  for (const [name, value] of values) lintPair(name, value, add)
  lintRetries(values, add)
  return findings
}

type Add = (level: UrlFinding['level'], message: string) => void

function lintPair(name: string, value: string, add: Add): void {
  const range = Object.hasOwn(ranges, name) ? ranges[name] : undefined
  if (range !== undefined) {
    const [from, to] = range
    const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
    if (!(number >= from && number <= to)) {
      add('loss', `${name} takes a whole number from ${from} to ${to}.`)
    }
  } else if (name === 'rp') {
    const wrong = value.split(',').find(policy => !policies.includes(policy))
    if (wrong !== undefined) {
      add('loss', `rp has ${JSON.stringify(wrong)}: it takes ${policies.join(', ')}.`)
    }
  } else if (name === 'sni') {
    if (!/^[yn]$/.test(value)) add('doubt', 'sni takes y or n.')
  } else if (name === 'e') {
    if (!/^[a-z-]+(?:,[a-z-]+)*$/.test(value)) add('doubt', 'e takes names of edges: e=ashburn')
  } else {
    add('doubt', `${JSON.stringify(name)} is no override: there are rc, rp, ct, rt, tt, sni and e.`)
  }
}

function lintRetries(values: ReadonlyMap<string, string>, add: Add): void {
  const policy = (values.get('rp') ?? 'ct').split(',')
  const retries = values.get('rc') ?? '1'
  if (retries === '0') add('loss', 'rc=0: no call is tried again. Set rc=5.')
  else if (/^[1-4]$/.test(retries)) add('doubt', `rc=${retries}: up to 5 tries are to be had.`)
  if (policy.includes('all')) return
  for (const [name, when] of missing) {
    if (!policy.includes(name))
      add('loss', `rp is without ${name}: nothing is tried again ${when}.`)
  }
}
