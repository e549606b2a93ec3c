import { queryOf } from './params.ts'
import { eventParams } from './routes/look.ts'

const { until: _, ...followed } = eventParams

/** How the stream of events is described; it is served apart from the other routes. */
export const streamDescription = {
  summary: 'Events as they are stored, as Server-Sent Events named `event`.',
  description:
    "Begins with what is stored from now on, or behind `Last-Event-ID`: an event's position.",
  querystring: queryOf(followed),
  response: {
    200: {
      description: 'Goes on.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
  },
} as const
