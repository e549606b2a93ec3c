/** What could steer a terminal or turn its text around: controls, formats (bidi), line ends. */
const steering = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
/** Formats all the same, but words and emoji of several scripts need them. */
const joiners = new Set(['\u200c', '\u200d'])

/** Text from outside as it may reach a terminal, in one line: `\u001b` stands for an escape. */
export function printable(text: string): string {
  return text.replaceAll(steering, each => (joiners.has(each) ? each : escaped(each)))
}

/** One line of JSON that means the same and may reach a terminal. */
export function printableJson(value: unknown): string {
  return printable(JSON.stringify(value))
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
  return units.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
