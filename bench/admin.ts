import { setTimeout as pause } from 'node:timers/promises'

/** Asks a running Reelay's admin API. */
export interface Admin {
  /** The answer's JSON. @throws where the status is not 2xx */
  get<Value>(path: string): Promise<Value>
  post<Value>(path: string, body: unknown): Promise<Value>
  /** Resolves once every sink has what is stored, and the index of look-ups too. */
  caughtUp(): Promise<void>
}

interface Status {
  store: { indexLag: number }
  sinks: { lag: number }[]
}

export function createAdmin(port: number): Admin {
  async function ask<Value>(path: string, init: RequestInit = {}): Promise<Value> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Value
  }

  return {
    get: path => ask(path),
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    async caughtUp() {
      for (;;) {
        const { store, sinks } = await ask<Status>('status')
        if (store.indexLag === 0 && sinks.every(({ lag }) => lag === 0)) return
        await pause(500)
      }
    },
  }
}
