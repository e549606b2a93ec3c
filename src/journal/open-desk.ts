import type { MessagePort } from 'node:worker_threads'
import type { Desk } from '../domain/desk.ts'
import { createAsker } from './ask.ts'
import type { Answer, DeskCall } from './protocol.ts'

/** The desk of the journal at the other end of a port; see `JournalClient.attach`. */
export function openDesk(port: MessagePort): Desk & { close(): void } {
  const { ask, answered } = createAsker(port)
  port.on('message', (message: Answer) => answered(message))

  function call<Value>(each: DeskCall): Promise<Value> {
    return ask<Value>({ kind: 'desk', call: each })
  }

  return {
    write: statements => call({ verb: 'write', statements }),
    emit: event => call({ verb: 'emit', event }),
    requeue: position => call({ verb: 'requeue', position }),
    erase: positions => call({ verb: 'erase', positions }),
    evict: sink => call({ verb: 'evict', sink }),
    nudge: () => call({ verb: 'nudge' }),
    close: () => port.close(),
  }
}
