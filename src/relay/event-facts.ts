import type { StoredEvent } from '../domain/journal.ts'

/** What a log line may say of an event: identifiers only. */
export function eventFacts({ event }: StoredEvent): Record<string, string> {
  const accountSid = /^\/accounts\/([^/]+)/.exec(event.source)?.[1]
  return {
    id: event.id,
    type: event.type,
    ...(accountSid === undefined ? {} : { accountSid }),
    ...(/^R[TE]/.test(event.subject) ? { recordingSid: event.subject } : {}),
  }
}
