import type { ArrivedProbe } from '../http/probes.ts'
import type { Checked } from './checked.ts'
import { type Change, compareProbe } from './compare-probe.ts'
import type { Probe } from './make-probe.ts'

/** What came back to whoever sent a probe. */
export interface ProbeAnswer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  ms: number
}

/** Twilio waits 15 s; beyond this a bad day is enough, ms. */
const slow = 5_000

/**
 * Says how a probe fared, from its answer and what the receiver says of it; undefined: it says
 * nothing.
 */
export function judgeProbe(
  probe: Probe,
  answer: ProbeAnswer,
  arrived: ArrivedProbe | undefined,
): Omit<Checked, 'check'> {
  if (arrived === undefined) return unseen(answer)
  const changes = compareProbe(probe, arrived)
  const harmful = changes.filter(change => change.harmful)
  const words = harmful.map(({ said }) => said).join('; ')
  const { status, ms } = answer
  if (arrived.outcome !== 'probed') {
    const what = arrived.outcome === 'refused' ? 'its signature does not hold' : 'it is turned away'
    const said = `arrived, but ${what} (${status}, ${arrived.reason}): ${words || 'unchanged'}`
    return { state: 'fail', said, todo: adviceFor(harmful) ?? arrived.hint ?? seeDocs }
  }
  if (status < 200 || status > 299) {
    const said = `arrived and was taken, but the answer came back as ${status}`
    return { state: 'fail', said, todo: 'Let the proxy pass the answer on: Twilio sees a failure.' }
  }
  if (harmful.length > 0) {
    const said = `arrived and holds, but changed: ${words}`
    return { state: 'warn', said, todo: adviceFor(harmful) ?? seeDocs }
  }
  const ignored = changes.map(({ said }) => said).join('; ')
  const note = ignored === '' ? '' : ` (${ignored}; that does no harm)`
  const said = `arrived unchanged in ${Math.round(ms)} ms${note}`
  if (ms <= slow) return { state: 'ok', said }
  return { state: 'warn', said, todo: 'Find out what is slow: Twilio waits 15 s.' }
}

const seeDocs = 'See docs/doctor.md.'

const advice: Readonly<Record<Change['part'], string>> = {
  scheme: 'Set REELAY_PUBLIC_URL to what Twilio calls.',
  host: 'Set REELAY_PUBLIC_URL to what Twilio calls.',
  port: 'Set REELAY_PUBLIC_URL to what Twilio calls.',
  method: 'Let the proxy pass the request on as it is, with no redirect on the way.',
  path:
    'Let the proxy pass the path on byte for byte (nginx: proxy_pass without a path), or put ' +
    'what it takes away into REELAY_PUBLIC_URL.',
  query:
    'Let the proxy pass the query on byte for byte, with nothing added, sorted or escaped anew.',
  body: 'Let the proxy, or its firewall, pass the body on byte for byte.',
  header: 'Let the proxy pass this header on.',
}

function adviceFor([first]: readonly Change[]): string | undefined {
  return first && advice[first.part]
}

/** The receiver has not seen it: somebody before it answered. */
function unseen({ status, headers }: ProbeAnswer): Omit<Checked, 'check'> {
  const server = headers['server'] ?? headers['via']
  const by = server === undefined ? '' : ` by ${String(server)}`
  const answered = `answered ${status}${by}`
  const fail = (said: string, todo: string) => ({ state: 'fail', said, todo }) as const
  if (status >= 200 && status < 300) {
    const said = `${answered}, but the service at the admin URL has not seen it`
    const todo =
      'With one replica: another receiver is behind the public URL. With several: run it beside each.'
    return { state: 'warn', said, todo }
  }
  if (status >= 300 && status < 400) {
    const said = `${answered}: redirected to ${String(headers['location'] ?? 'nowhere')}`
    const todo = 'Give Twilio the URL at the end: it follows redirects without the fields.'
    return fail(said, todo)
  }
  const said = `${answered} before it came to the service`
  if (status === 404)
    return fail(said, 'Give the proxy a route for this path to the public listener.')
  if (status === 502 || status === 503 || status === 504) {
    return fail(
      said,
      'The proxy does not reach the public listener: mend its upstream (HOST, PORT).',
    )
  }
  return fail(
    said,
    'Let the proxy, or its firewall, pass such requests on without asking for more.',
  )
}
