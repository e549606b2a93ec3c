import { ask } from './ask.ts'
import type { Checked } from './checked.ts'

/** A Date header has whole seconds; receivers of Standard Webhooks take 5 minutes either way. */
const tolerable = { warn: 5_000, fail: 300_000 }
const patience = 5_000
const check = 'clock'

/** Compares this machine's clock with that of the first server that answers. */
export async function checkClock(urls: readonly string[]): Promise<Checked[]> {
  for (const url of urls) {
    const { host } = new URL(url)
    const start = Date.now()
    const answer = await ask('HEAD', new URL(url), patience).catch(() => undefined)
    const end = Date.now()
    const theirs = Date.parse(answer?.headers.date ?? '')
    if (Number.isNaN(theirs)) continue
    // Their second has begun between the request and the answer.
    const off = start - 1000 > theirs ? start - 1000 - theirs : Math.min(0, end - theirs)
    return [compared(off, host)]
  }
  const hosts = urls.map(url => new URL(url).host).join(' and ')
  const said = `not compared: ${hosts} can't be reached, or tell no time`
  return [{ check, state: 'warn', said, todo: 'See that NTP runs on this machine.' }]
}

function compared(off: number, host: string): Checked {
  const seconds = Math.round(Math.abs(off) / 1000)
  const state =
    seconds * 1000 > tolerable.fail ? 'fail' : seconds * 1000 > tolerable.warn ? 'warn' : 'ok'
  if (state === 'ok') return { check, state, said: `right, compared with ${host}` }
  const said = `${seconds} s ${off > 0 ? 'ahead of' : 'behind'} ${host}`
  const todo =
    'Run NTP on this machine: times of events and signatures to sinks come from its clock.'
  return { check, state, said, todo }
}
