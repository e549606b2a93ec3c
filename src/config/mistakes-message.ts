import type { Finding } from './finding.ts'

const smallest = `
The smallest set-up that works (callbacks go to https://hooks.example.com/callbacks):

  export TWILIO_AUTH_TOKEN=…       # Twilio Console, Account Info
  export REELAY_PUBLIC_URL=https://hooks.example.com
  reelay serve

To look around first, with nothing set: reelay demo
`

/**
 * Every mistake in one message for people; the warnings after them, since whoever mends the one
 * can mend the other. `withExample` adds the smallest set-up.
 */
export function mistakesMessage(
  mistakes: readonly Finding[],
  warnings: readonly Finding[],
  withExample: boolean,
): string {
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`
  const also = warnings.length === 0 ? '' : `\nAlso, though it would start:\n${list(warnings)}`
  return (
    `Reelay can't start: ${count} in its configuration.\n` +
    list(mistakes) +
    also +
    (withExample ? smallest : '') +
    '\nEverything that can be set: docs/configuration.md'
  )
}

function list(findings: readonly Finding[]): string {
  return findings.map(({ place, message }) => `\n  ${place}\n${wrap(message)}`).join('')
}

function wrap(message: string): string {
  return message.replaceAll(/(.{1,76}|\S+)(?: +|$)/g, '    $1\n')
}
