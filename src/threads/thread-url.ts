import { extname } from 'node:path'

/**
 * The file of a thread's entry beside this one: `.ts` in a checkout, `.js` once built (`tsc`
 * rewrites import specifiers but not URLs).
 */
export function threadUrl(name: 'journal' | 'relay' | 'ledger' | 'checkpoint'): URL {
  return new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url)
}
