import t from 'tap'
import { displayWidth } from '../../../src/cli/output/display-width.ts'
import { type Column, createTable } from '../../../src/cli/output/table.ts'
import type { Terminal } from '../../../src/cli/output/terminal.ts'

interface Item {
  sid: string
  count: number
  name: string
}

const columns: Column<Item>[] = [
  { name: 'sid', text: ({ sid }) => sid },
  { name: 'count', text: ({ count }) => String(count), align: 'right', spare: 2 },
  { name: 'at', text: () => '2026-11-24 (12 min ago)', short: () => '2026-11-24' },
  { name: 'name', text: ({ name }) => name, free: true },
]

const bold = (text: string) => `*${text}*`
const same = (text: string) => text
const pipe: Terminal = { interactive: false, width: undefined, bold: same, red: same, green: same }
const wide = (width: number): Terminal => ({ ...pipe, interactive: true, width, bold })

t.test('whole and short without a terminal', t => {
  const name = 'a very long name '.repeat(20).trim()
  const text = createTable(columns, pipe).lines([
    { sid: 'RT1', count: 1, name },
    { sid: 'RT22', count: 12345, name: '録画\u001b[2J' },
  ])
  t.strictSame(text.split('\n'), [
    'sid   count  at          name',
    `RT1       1  2026-11-24  ${name}`,
    'RT22  12345  2026-11-24  録画\\u001b[2J',
    '',
  ])
  t.end()
})

t.test('fitted to a terminal', t => {
  const items = [{ sid: 'RT1', count: 1, name: '録'.repeat(60) }]
  const lines = (width: number) => createTable(columns, wide(width)).lines(items).split('\n')
  for (let width = 40; width < 200; width++) {
    const [head, line] = lines(width)
    t.ok(displayWidth(head!) <= width + 2, `heading in ${width}`)
    t.ok(displayWidth(line!) <= width, `line in ${width}`)
  }
  t.match(lines(200)[0], /^\*sid +count +at +name *\*$/)
  t.match(lines(200)[1], '12 min ago')
  t.match(lines(60)[0], /^\*sid +at +name *\*$/, 'what can be spared goes first')
  t.match(lines(60)[1], /12 min ago.*…$/)
  t.notMatch(lines(40)[1], '12 min ago')
  t.match(lines(5)[1], 'RT1  2026-11-24', 'nothing else is cut')
  t.end()
})

t.test('page by page', t => {
  const table = createTable(columns, pipe)
  t.equal(table.lines([]), '')
  const first = table.lines([{ sid: 'RT1', count: 1, name: 'a' }])
  const second = table.lines([{ sid: 'RT123', count: 1, name: 'b' }])
  t.match(first, /^sid/)
  t.equal(second, 'RT123      1  2026-11-24  b\n', 'no heading again; wider where it has to be')
  t.end()
})
