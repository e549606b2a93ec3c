import type { Admin } from './admin.ts'

/** SIDs of what is stored, here and there. */
export interface QuerySamples {
  recordings: string[]
  rooms: string[]
}

/** One kind of question, and how long its answers took, ms. */
export interface Query {
  name: string
  /** What is to be reached, ms. */
  target: number
  ask(): Promise<void>
  times: number[]
}

const lookUp = 50
const page = 200

/** Every look-up and every listing, with and without filters, at its beginning and further on. */
export function createQueries(admin: Admin, { recordings, rooms }: QuerySamples): Query[] {
  const ids: string[] = []
  const any = (from: readonly string[]): string => from[Math.floor(Math.random() * from.length)]!
  const query = (name: string, target: number, path: () => string): Query => {
    return { name, target, times: [], ask: async () => void (await admin.get(path())) }
  }
  const list = (path: string, name = path): Query => query(name, page, () => path)

  /** Pages further on: what a person sees who goes on asking. */
  function deep(path: string): Query {
    let next: string | undefined
    const name = `${path}, further on`
    return {
      name,
      target: page,
      times: [],
      async ask() {
        const cursor = next === undefined ? '' : `${path.includes('?') ? '&' : '?'}cursor=${next}`
        const answer = await admin.get<{ next?: string; items: { id: string }[] }>(path + cursor)
        next = answer.next
        if (path === 'events') ids.push(...answer.items.slice(0, 5).map(({ id }) => id))
      },
    }
  }

  return [
    deep('events'),
    query('events/{id}', lookUp, () => (ids.length > 0 ? `events/${any(ids)}` : 'events?limit=1')),
    query('recordings/{sid}', lookUp, () => `recordings/${any(recordings)}`),
    list('events'),
    query('events?recording=', lookUp, () => `events?recording=${any(recordings)}`),
    query('events?room=', page, () => `events?room=${any(rooms)}`),
    list('events?type=twilio.video.recording.failed'),
    deep('events?type=twilio.video.recording.*'),
    list('events?account=AC10c0ffee00c0ffee00c0ffee00c0ffee&type=twilio.video.room.ended'),
    list(`events?since=${daysAgo(3)}&until=${daysAgo(2)}`, 'events?since=&until='),
    list('events?type=no.such.type'),
    list('recordings'),
    deep('recordings'),
    list('recordings?state=stalled'),
    deep('recordings?state=failed'),
    query('recordings?room=', page, () => `recordings?room=${any(rooms)}`),
    list('quarantine'),
    list('quarantine/causes'),
    list('dead-letters'),
    list('dead-letters/causes'),
    list('sinks'),
    list('replays'),
    list('refusals'),
    list('status'),
  ]
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString()
}

/** Asks one question after the other, over and over, until it is told to stop. */
export function askedFor(queries: readonly Query[]): { stop(): Promise<void> } {
  let stopped = false
  const asking = (async () => {
    while (!stopped) {
      for (const query of queries) {
        const began = performance.now()
        await query.ask()
        query.times.push(performance.now() - began)
        if (stopped) return
      }
    }
  })()
  return {
    stop() {
      stopped = true
      return asking
    },
  }
}
