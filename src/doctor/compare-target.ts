import { decodeForm, type Field } from '../twilio/form.ts'

/** How a path came that is not as it was sent; undefined if it came unchanged. */
export function comparePath(sent: string, came: string): string | undefined {
  if (sent === came) return undefined
  if (came.endsWith(sent)) return `${came.slice(0, -sent.length)} was put before the path`
  if (sent.endsWith(came) && came !== '') {
    return `${sent.slice(0, -came.length)} was taken from the beginning of the path`
  }
  if (sent === `${came}/` || came === `${sent}/`) {
    return `a slash at the end of the path was ${came.endsWith('/') ? 'added' : 'taken away'}`
  }
  if (decoded(sent) === decoded(came)) {
    return `escapes in the path were changed: ${sent} came as ${came}`
  }
  return `the path ${sent} came as ${came}`
}

/** How a query or a form came that is not as it was sent; undefined if it came unchanged. */
export function compareForm(what: string, sent: string, came: string): string | undefined {
  if (sent === came) return undefined
  if (came === '') return `${what} was lost`
  const before = decodeForm(sent)
  const after = decodeForm(came)
  const lost = names(before, after)
  const added = names(after, before)
  if (lost.length === 0 && added.length === 0) {
    const same = before.every((field, index) => isSame(field, after[index]))
    return same ? `${what} was escaped anew` : `${what} was put in another order`
  }
  const changed = lost.filter(name => added.includes(name))
  const gone = lost.filter(name => !changed.includes(name))
  const extra = added.filter(name => !changed.includes(name))
  const words = [
    ...(changed.length > 0 ? [`${changed.join(', ')} in ${what} came with another value`] : []),
    ...(gone.length > 0 ? [`${gone.join(', ')} was taken out of ${what}`] : []),
    ...(extra.length > 0 ? [`${extra.join(', ')} was added to ${what}`] : []),
  ]
  return words.join('; ')
}

/** Names of fields that have no equal among the others. */
function names(fields: readonly Field[], others: readonly Field[]): string[] {
  const missing = fields.filter(field => !others.some(other => isSame(field, other)))
  return [...new Set(missing.map(([name]) => name))]
}

function isSame([name, value]: Field, other: Field | undefined): boolean {
  return other !== undefined && other[0] === name && other[1] === value
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
