/** Calls at once, and then once each `ms` at the most, for all that was asked meanwhile. */
export function createThrottle(ms: number, run: () => void): { call(): void; cancel(): void } {
  let timer: NodeJS.Timeout | undefined
  let asked = false

  function call(): void {
    if (timer) {
      asked = true
      return
    }
    run()
    timer = setTimeout(() => {
      timer = undefined
      if (!asked) return
      asked = false
      call()
    }, ms)
  }

  return { call, cancel: () => clearTimeout(timer) }
}
