import t from 'tap'
import { formats, isInt53 } from '../../src/formats.ts'

t.test('int53', async t => {
  for (const text of ['0', '1', '-1', '10', '9007199254740991', '-9007199254740991']) {
    t.ok(isInt53(text), text)
  }
  const wrong = [
    '',
    '-',
    '-0',
    '00',
    '01',
    '-01',
    '+1',
    ' 1',
    '1 ',
    '1\n',
    '1.0',
    '1e1',
    '0x1',
    '٣',
  ]
  const large = ['9007199254740992', '-9007199254740992', '10000000000000000', '1'.repeat(99_999)]
  for (const text of [...wrong, ...large]) t.notOk(isInt53(text), text.slice(0, 20))
})

t.test('only the formats that are used', async t => {
  t.strictSame(Object.keys(formats).sort(), ['date-time', 'int53', 'uri'])
})
