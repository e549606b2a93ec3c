/** Gathers the log lines of one turn of the event loop, so that they cross threads together. */
export function gatherLines(send: (lines: string) => void): {
  write(line: string): void
  flush(): void
} {
  let gathered = ''
  let scheduled = false

  function flush(): void {
    scheduled = false
    if (gathered === '') return
    const lines = gathered
    gathered = ''
    send(lines)
  }

  return {
    write(line) {
      gathered += line
      if (scheduled) return
      scheduled = true
      setImmediate(flush)
    },
    flush,
  }
}
