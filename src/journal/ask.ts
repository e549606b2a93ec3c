import type { MessagePort } from 'node:worker_threads'
import { LeaseLost, Unstored } from '../domain/journal.ts'
import type { Answer, ToJournal, WireError } from './protocol.ts'

/** Questions to the journal's thread, over a port that only this side reads. */
export interface Asker {
  /** @throws Unstored, LeaseLost; or another error where one question was at fault */
  ask<Value>(message: DistributiveOmit<ToJournal, 'request'>): Promise<Value>
  /** Takes in what came over the port, if it answers a question. */
  answered(message: Answer): void
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never

export function createAsker(port: MessagePort): Asker {
  let request = 0
  let closed = false
  const asked = new Map<number, PromiseWithResolvers<unknown>>()

  port.on('close', () => {
    closed = true
    for (const waiting of asked.values()) waiting.reject(closedError())
    asked.clear()
  })

  return {
    ask<Value>(message: DistributiveOmit<ToJournal, 'request'>) {
      if (closed) return Promise.reject(closedError())
      const waiting = Promise.withResolvers<unknown>()
      asked.set(++request, waiting)
      port.postMessage({ ...message, request })
      return waiting.promise as Promise<Value>
    },
    answered(message) {
      const waiting = asked.get(message.request)
      asked.delete(message.request)
      if (message.kind === 'answer') waiting?.resolve(message.value)
      else if (message.kind === 'refusal') waiting?.reject(errorOf(message.error))
    },
  }
}

function closedError(): Unstored {
  return new Unstored('closed', 'the journal is closed')
}

function errorOf({ code, lost, message }: WireError): Error {
  if (lost) return new LeaseLost(message)
  return code === undefined ? new Error(message) : new Unstored(code, message)
}
