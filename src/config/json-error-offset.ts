const blank = /[ \t\r\n]*/y
const text = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[\u007f-\u009f])*"/uy
const bare = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/**
 * Where a text stops being JSON: the offset of the first token that can't stand there; undefined
 * if it is JSON. `JSON.parse` doesn't always say, and quotes the text, which may hold secrets.
 */
export function jsonErrorOffset(json: string): number | undefined {
  // What is still open, innermost last; and what may come next.
  const open: ('}' | ']')[] = []
  let expected: 'value' | 'value or ]' | 'key' | 'key or }' | 'separator' = 'value'
  let at = 0
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(json)) return false
    at = pattern.lastIndex
    return true
  }
  for (;;) {
    take(blank)
    const character = json[at]
    if (expected === 'separator') {
      const closing = open.at(-1)
      if (closing === undefined) return at === json.length ? undefined : at
      if (character === closing) open.pop()
      else if (character === ',') expected = closing === '}' ? 'key' : 'value'
      else return at
      at += 1
      continue
    }
    if (character === open.at(-1) && /or/.test(expected)) {
      open.pop()
      expected = 'separator'
      at += 1
      continue
    }
    if (expected.startsWith('key')) {
      if (!take(text)) return at
      take(blank)
      if (json[at] !== ':') return at
      at += 1
      expected = 'value'
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']')
      expected = character === '{' ? 'key or }' : 'value or ]'
      at += 1
    } else {
      if (!take(text) && !take(bare)) return at
      expected = 'separator'
    }
  }
}
