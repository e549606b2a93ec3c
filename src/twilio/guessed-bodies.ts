import { decodeForm, type Field } from './form.ts'
import { signedFields } from './signature.ts'

/** What may have been signed after the URL, and what was done to the body on its way. */
export interface GuessedBody {
  suffix: string
  /** As in `something … `. */
  what: string
}

/** What the provider may have signed for a body before something changed it to `fields`. */
export function guessedBodies(form: string, fields: readonly Field[]): GuessedBody[] {
  if (fields.length === 0) return []
  const trimmed = fields.map(([name, value]): Field => [name.trim(), value.trim()])
  const lines = fields.map(([name, value]): Field => [name, value.replaceAll('\r\n', '\n')])
  return [
    { suffix: '', what: 'added the body, or it is not of the request that was signed' },
    { suffix: signedFields(trimmed), what: 'added blanks to values' },
    { suffix: signedFields(lines), what: 'changed line ends' },
    {
      suffix: signedFields(decodeForm(form.replaceAll('+', '%2B'))),
      what: 'wrote a plus as it is, which in a form is a blank',
    },
    {
      suffix: signedFields(fields.filter(([, value]) => value !== '')),
      what: 'added empty fields',
    },
    ...(fields.length > 40 ? [] : fields).map(([name], i) => ({
      suffix: signedFields(fields.toSpliced(i, 1)),
      what: `added the field ${/^\w{1,40}$/.test(name) ? name : '(an odd name)'}`,
    })),
  ]
}
