/** What one check of the doctor found; one line for people. */
export interface Checked {
  /** What was tried: `store`, `sink warehouse`, `POST https://hooks.example.com/callbacks`. */
  check: string
  state: 'ok' | 'warn' | 'fail'
  /** What was found, in words. No secret in it. */
  said: string
  /** What to do; absent where all is well. */
  todo?: string
}

/** A check by its name: `run` may find several things, and throws only where it can't be tried. */
export interface Check {
  check: string
  run(): Promise<readonly Checked[]>
}

/** Runs a check; one that could not be tried has failed. */
export async function tryCheck({ check, run }: Check): Promise<readonly Checked[]> {
  try {
    return await run()
  } catch (error) {
    return [{ check, state: 'fail', said: `could not be tried: ${(error as Error).message}` }]
  }
}
