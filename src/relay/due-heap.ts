/** What a heap orders: by `dueAt`, then by position. */
export interface Due {
  dueAt: number
  position: number
}

/** A binary min-heap: what is due first comes out first. */
export interface DueHeap<T extends Due> {
  peek(): T | undefined
  push(item: T): void
  pop(): T | undefined
}

export function createDueHeap<T extends Due>(): DueHeap<T> {
  const items: T[] = []

  function rise(item: T, from: number) {
    let index = from
    while (index > 0) {
      const above = (index - 1) >> 1
      if (!before(item, items[above]!)) break
      items[index] = items[above]!
      index = above
    }
    items[index] = item
  }

  function sink(item: T) {
    let index = 0
    for (;;) {
      let below = 2 * index + 1
      if (below >= items.length) break
      if (below + 1 < items.length && before(items[below + 1]!, items[below]!)) below++
      if (!before(items[below]!, item)) break
      items[index] = items[below]!
      index = below
    }
    items[index] = item
  }

  return {
    peek: () => items[0],
    push(item) {
      items.push(item)
      rise(item, items.length - 1)
    },
    pop() {
      const first = items[0]
      const last = items.pop()
      if (items.length > 0) sink(last!)
      return first
    },
  }
}

function before(a: Due, b: Due): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.position < b.position)
}
