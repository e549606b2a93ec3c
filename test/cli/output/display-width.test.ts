import t from 'tap'
import { cutToWidth, displayWidth, padToWidth } from '../../../src/cli/output/display-width.ts'

t.test('columns of a terminal', t => {
  const cases: [string, number][] = [
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['録画', 4],
    ['한글', 4],
    ['ﾊﾝｶｸ', 4],
    ['ＡＢ', 4],
    ['👍', 2],
    ['👩‍👧', 2],
    ['❤️', 2],
    ['…', 1],
    ['ß→', 2],
  ]
  for (const [text, width] of cases) t.equal(displayWidth(text), width, text)
  t.end()
})

t.test('cut and padded by width', t => {
  t.equal(cutToWidth('abcdef', 6), 'abcdef')
  t.equal(cutToWidth('abcdef', 5), 'abcd…')
  t.equal(cutToWidth('録画録画', 5), '録画…')
  t.equal(cutToWidth('録画録画', 4), '録…', 'half a sign is none')
  t.equal(cutToWidth('👩‍👧👩‍👧', 3), '👩‍👧…', 'nothing is cut within a sign')
  t.equal(padToWidth('録画', 6), '録画  ')
  t.equal(padToWidth('12', 5, 'right'), '   12')
  t.equal(padToWidth('too long', 3), 'too long')
  t.end()
})
