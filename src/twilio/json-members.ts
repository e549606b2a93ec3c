/** A member of a JSON object: its value, and its text as it came. */
export interface JsonMember {
  value: unknown
  source: string
}

const deepest = 8
const utf8 = new TextDecoder('utf-8', { fatal: true })
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/**
 * Reads a JSON object's members, or tells what is wrong with it. Stricter than `JSON.parse`, which
 * keeps the last of two members with one name and rounds numbers: no name may come twice, and each
 * member has its text beside its value.
 */
export function readJsonMembers(bytes: Uint8Array): Map<string, JsonMember> | string {
  let object: unknown
  let text: string
  try {
    text = utf8.decode(bytes)
    object = JSON.parse(text)
  } catch {
    return 'is not JSON in UTF-8'
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    return 'is not a JSON object'
  }
  const sources = readSources(text)
  if (typeof sources === 'string') return sources
  const members = new Map<string, JsonMember>()
  for (const [name, value] of Object.entries(object)) {
    members.set(name, { value, source: sources.get(name)! })
  }
  return members
}

/** The texts of an object's members. `text` is JSON for sure: its tokens need no more checks. */
function readSources(text: string): Map<string, string> | string {
  const sources = new Map<string, string>()
  const open: (Set<string> | undefined)[] = [] // the names of each open object; none for an array
  let name = ''
  let start = 0
  let last = ''
  for (const { 0: token, index } of text.matchAll(tokens)) {
    switch (token) {
      case '{':
      case '[':
        if (open.push(token === '{' ? new Set() : undefined) > deepest)
          return 'is nested too deeply'
        break
      case ':': {
        const names = open.at(-1)!
        const key = JSON.parse(last) as string
        if (names.has(key)) return 'has a name twice'
        names.add(key)
        if (open.length === 1) {
          name = key
          start = index + 1
        }
        break
      }
      case ',':
      case '}':
      case ']':
        if (open.length === 1 && open[0]!.size > 0)
          sources.set(name, text.slice(start, index).trim())
        if (token !== ',') open.pop()
    }
    last = token
  }
  return sources
}
