import { setTimeout as sleep } from 'node:timers/promises'
import type { EventFilter, Ledger } from '../domain/ledger.ts'

/** How often it is looked for new events, ms. */
const pollMs = 500
/** A sign of life is given after so long, ms. */
const lifeMs = 15_000
const atOnce = 100

/** Events as they are stored, as the text of Server-Sent Events (WHATWG HTML). */
export interface Follower {
  /** What comes next: events, or a comment after a while without any. */
  next(): Promise<string>
}

/** `after`: the position behind which it begins; what is stored from now on if absent. */
export function follow(
  ledger: Pick<Ledger, 'events'>,
  filter: EventFilter,
  after?: number,
): Follower {
  let cursor: string | undefined
  let started = false

  async function read(): Promise<string> {
    const from = after ?? Number.MAX_SAFE_INTEGER
    const page = await ledger.events(
      { ...filter, after: cursor === undefined ? from : 0 },
      { limit: atOnce, ...(cursor !== undefined && { cursor }) },
    )
    cursor = page.next ?? cursor
    return page.items
      .map(item => `id: ${item.position}\nevent: event\ndata: ${JSON.stringify(item)}\n\n`)
      .join('')
  }

  return {
    async next() {
      const until = performance.now() + lifeMs
      for (;;) {
        const text = await read()
        if (text !== '') return text
        if (!started) {
          started = true
          return ': following\n\n'
        }
        if (performance.now() > until) return ': nothing new\n\n'
        await sleep(pollMs)
      }
    },
  }
}
