import { eventFacts } from '../domain/event.ts'
import type { SinkModule } from '../domain/sink.ts'
import { maskEvent } from './mask-event.ts'

/** `log:`, one line `event.relayed` per event: a view for people, masked, and no promise. */
const logSink: SinkModule = {
  kind: 'log',
  options: { type: 'object', additionalProperties: false },
  batchSize: 100,

  check({ url }) {
    return /^log:$/i.test(url) ? [] : ['/url: log: takes nothing after the colon']
  },

  create({ personalData = false }) {
    return {
      async deliver(batch, { signal, log }) {
        signal.throwIfAborted()
        for (const event of batch) {
          const facts = { event: 'event.relayed', ...eventFacts(event) }
          log.info({ ...facts, cloudevent: maskEvent(event, personalData) }, 'event relayed')
        }
      },
      close() {},
    }
  },
}

export default logSink
