import { createDueHeap } from './due-heap.ts'

/** An event that the cursor has passed and the sink has not got. No payload: that stays on disk. */
export interface ParkedEntry {
  readonly position: number
  readonly subject: string
  /** Attempts made so far. */
  attempts: number
  /** When it may be tried, in the clock's ms; counts once it is the first of its subject. */
  dueAt: number
}

/** The parked events of one sink: one queue for each subject, and only its first can be due. */
export interface Parking {
  /** Does an event of this subject wait already? Then a later one must wait behind it. */
  blocks(subject: string): boolean
  /** Parks an event behind all others of its subject. Call it in order of position. */
  add(entry: ParkedEntry): void
  /** When the next one is due, in the clock's ms. */
  nextDueAt(): number | undefined
  /**
   * Takes out up to `limit` events that are due, one for each subject, all with as many attempts as
   * the first. Each attempt halves the limit: an event that spoils its batch is found before it has
   * dragged others along to the end of their attempts. They keep blocking their subjects until
   * `putBack` or `release` tells their fate.
   */
  takeDue(now: number, limit: number): ParkedEntry[]
  /** Lets one that was taken wait again, at the head of its subject. */
  putBack(entry: ParkedEntry, attempts: number, dueAt: number): void
  /** Forgets one that was taken: it is delivered, dead or gone. The next of its subject goes on. */
  release(entry: ParkedEntry): void
}

interface Waiting {
  entry: ParkedEntry
  behind?: Waiting
}

export function createParking(): Parking {
  const queues = new Map<string, { first: Waiting; last: Waiting }>()
  const heads = createDueHeap<ParkedEntry>()

  return {
    blocks: subject => queues.has(subject),
    add(entry) {
      const waiting: Waiting = { entry }
      const queue = queues.get(entry.subject)
      if (queue) {
        queue.last.behind = waiting
        queue.last = waiting
      } else {
        queues.set(entry.subject, { first: waiting, last: waiting })
        heads.push(entry)
      }
    },
    nextDueAt: () => heads.peek()?.dueAt,
    takeDue(now, limit) {
      const taken: ParkedEntry[] = []
      const attempts = heads.peek()?.attempts ?? 0
      const most = Math.max(1, Math.floor(limit / 2 ** attempts))
      while (taken.length < most) {
        const head = heads.peek()
        if (head === undefined || head.dueAt > now || head.attempts !== attempts) break
        heads.pop()
        taken.push(head)
      }
      return taken
    },
    putBack(entry, attempts, dueAt) {
      entry.attempts = attempts
      entry.dueAt = dueAt
      heads.push(entry)
    },
    release({ subject }) {
      const queue = queues.get(subject)!
      const next = queue.first.behind
      if (next === undefined) {
        queues.delete(subject)
      } else {
        queue.first = next
        heads.push(next.entry)
      }
    },
  }
}
