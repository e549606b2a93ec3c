import type { Field } from './form.ts'

/** The StatusCallbackEvent of a probe: a callback that only tries the way here. */
export const probeEvent = 'reelay-probe'

/**
 * Do a request's signed fields say that it only tries the way? Every StatusCallbackEvent must, and
 * no resource may be named: a callback whose own URL happens to hold the word is none.
 */
export function isProbe(fields: readonly Field[]): boolean {
  if (!fields.some(([name, value]) => name === 'StatusCallbackEvent' && value === probeEvent)) {
    return false
  }
  return fields.every(([name, value]) => {
    if (name === 'StatusCallbackEvent') return value === probeEvent
    return name === 'AccountSid' || !name.endsWith('Sid')
  })
}
