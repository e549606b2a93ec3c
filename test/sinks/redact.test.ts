import t from 'tap'
import { redact } from '../../src/sinks/redact.ts'

t.test('hides texts in every form that an answer may repeat them in', async t => {
  const text = 'a/b "c" é'
  const line = `${text} ${encodeURIComponent(text)} ${JSON.stringify(text)}`
  t.equal(redact(line, [text]), '[masked] [masked] "[masked]"')
})

t.test('the longest first, and never its own mark', async t => {
  t.equal(redact('anabel ana', ['ana', 'anabel']), '[masked] [masked]')
  t.equal(redact('anabel', ['anabel', 'masked']), '[masked]')
})

t.test('texts are not patterns', async t => {
  t.equal(redact('axb a.b', ['a.b']), 'axb [masked]')
  t.equal(redact('(((', ['((', '[x', '\\', '\ud800!']), '[masked](')
})

t.test('what says nothing stays', async t => {
  t.equal(redact('a line', ['', 'a']), 'a line')
  t.equal(redact('a line', []), 'a line')
})
