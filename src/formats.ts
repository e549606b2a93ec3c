import { fullFormats } from 'ajv-formats/dist/formats.js'

const integerText = /^(?:0|-?[1-9][0-9]*)$/
const longestInteger = `${Number.MIN_SAFE_INTEGER}`.length

/** Is it a whole number within ±(2^53-1), in decimal digits without leading zeros? */
export function isInt53(text: string): boolean {
  return (
    text.length <= longestInteger && integerText.test(text) && Number.isSafeInteger(Number(text))
  )
}

/** The formats that Reelay's schemas use: `int53` is ours, the others are JSON Schema's. */
export const formats = {
  int53: isInt53,
  'date-time': fullFormats['date-time'],
  uri: fullFormats['uri'],
}
