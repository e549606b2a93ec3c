/** A number with its noun: `1 event`, `1,200 events`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`
}

/** A number for people: `1,200`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
