import fc from 'fast-check'
import t from 'tap'
import { jsonErrorOffset } from '../../src/config/json-error-offset.ts'

t.test('where it stops being JSON', async t => {
  const cases: [string, number | undefined][] = [
    ['{"a": [1, -2.5e+3, true, false, null, "\\u00e9\\n"], "b": {}, "c": []}', undefined],
    [' 1 ', undefined],
    ['"\u007f\u0085"', undefined],
    ['', 0],
    ['{"a": 01}', 7],
    ['[1,]', 3],
    ['{,}', 1],
    ['[1}', 2],
    ['["a\tb"]', 1],
    ['["\\x"]', 1],
    ['nul', 0],
    ['1 2', 2],
    ['{"a":1,"b"}', 10],
    ['\u00a01', 0],
  ]
  for (const [text, offset] of cases) t.equal(jsonErrorOffset(text), offset, text)
})

t.test('agrees with JSON.parse on what is JSON at all', async t => {
  const pieces = [
    ...'{}[],:"\\1-.e 0\n\t\u0001',
    'true',
    'null',
    '"a"',
    '"\\u12ab"',
    '{"a":',
    '[1,',
  ]
  const text = fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map(each => each.join('')),
    fc.json(),
    fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...pieces)).map(([json, at, piece]) => {
      const cut = at % (json.length + 1)
      return json.slice(0, cut) + piece + json.slice(cut + 1)
    }),
  )
  const property = fc.property(text, json => {
    let valid = true
    try {
      JSON.parse(json)
    } catch {
      valid = false
    }
    return valid === (jsonErrorOffset(json) === undefined)
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2000 }))
})
