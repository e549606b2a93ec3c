import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Live, Refusal } from './domain/live.ts'

/** Refusals that are remembered. */
const remembered = 500

/** What the parts publish on `diagnostics_channel`, as far as an operator asks for it. */
export interface LiveWatch {
  read(): Pick<Live, 'startedAt' | 'callbacks' | 'openCircuits' | 'refusals'>
  close(): void
}

export function watchLive(now: () => number = Date.now): LiveWatch {
  const startedAt = new Date(now()).toISOString()
  const callbacks = new Map<string, number>()
  const open = new Set<string>()
  /** The newest last. */
  let refusals: Refusal[] = []

  const listeners: Record<string, (message: never) => void> = {
    'reelay:callback': ({ outcome, count = 1 }: { outcome: string; count?: number }) => {
      callbacks.set(outcome, (callbacks.get(outcome) ?? 0) + count)
    },
    'reelay:circuit': (each: { sink: string; open: boolean }) => {
      if (each.open) open.add(each.sink)
      else open.delete(each.sink)
    },
    'reelay:refusal': (refusal: Omit<Refusal, 'at'>) => {
      refusals.push({ at: new Date(now()).toISOString(), ...refusal })
      if (refusals.length >= 2 * remembered) refusals = refusals.slice(-remembered)
    },
  }
  for (const [name, listener] of Object.entries(listeners)) subscribe(name, listener as never)

  return {
    read: () => ({
      startedAt,
      callbacks: Object.fromEntries(callbacks),
      openCircuits: [...open],
      refusals: refusals.slice(-remembered).reverse(),
    }),
    close() {
      for (const [name, listener] of Object.entries(listeners)) unsubscribe(name, listener as never)
    },
  }
}
