import t from 'tap'
import { printable, printableJson } from '../../../src/cli/output/printable.ts'

t.test('what could steer a terminal is shown, not sent', t => {
  const cases: [string, string][] = [
    ['plain, ünïcode, 録画, 👩‍👧', 'plain, ünïcode, 録画, 👩‍👧'],
    ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
    ['\u009b2J', '\\u009b2J'],
    ['a\r\nb\tc\u0000', 'a\\u000d\\u000ab\\u0009c\\u0000'],
    ['\u007f', '\\u007f'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['a\u2028b\u2066c\ufeff', 'a\\u2028b\\u2066c\\ufeff'],
    ['\ud800 alone', '\\ud800 alone'],
    ['\u{e0041}tag', '\\udb40\\udc41tag'],
  ]
  for (const [text, wanted] of cases) t.equal(printable(text), wanted)
  t.end()
})

t.test('JSON means the same', t => {
  const value = { name: '\u001b]0;x\u0007 \u009b \u202e \u{e0041} \u2028 "\\', list: [1, null] }
  const text = printableJson(value)
  t.match(text, /^[\x20-\x7e]+$/)
  t.strictSame(JSON.parse(text), value)
  t.end()
})
