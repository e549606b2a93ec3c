import t from 'tap'
import { answerOf, causeOf, plainText } from '../../src/relay/cause.ts'

t.test('a text is one line of at most 300 characters, whatever it was', async t => {
  t.equal(plainText('a\r\n\tb\u0000\u0085\u2028c\u001b[31m'), 'a b c [31m')
  t.equal(plainText('x'.repeat(5_000_000)).length, 300)
  t.equal(plainText(`${'x'.repeat(299)}\u{1f600}`), `${'x'.repeat(299)}\ufffd`, 'no half character')
  t.equal(plainText(' \n '), '')
})

t.test('the cause of an error is its message, and that of its own cause', async t => {
  t.equal(causeOf(new Error('no')), 'no')
  const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
  t.equal(causeOf(new TypeError('fetch failed', { cause: refused })), 'fetch failed: ECONNREFUSED')
  t.equal(causeOf(new RangeError()), 'RangeError')
  t.equal(causeOf(Object.assign(new Error('x'), { message: 7 })), '7')
})

t.test('what is no error has a cause too', async t => {
  t.equal(causeOf('nope'), 'threw nope')
  t.equal(causeOf(undefined), 'threw undefined')
  t.equal(causeOf(null), 'threw null')
  t.equal(causeOf({ status: 500 }), 'threw { status: 500 }')
  t.equal(causeOf(Symbol('s')), 'threw Symbol(s)')
})

t.test('hostile throws are survived', async t => {
  const hostile = new Error('x')
  Object.defineProperty(hostile, 'message', { get: () => assertFail() })
  Object.defineProperty(hostile, 'code', { get: () => assertFail() })
  t.equal(causeOf(hostile), 'threw something unreadable')
  t.equal(answerOf(hostile), 'error')
})

t.test('the short word is a code, the cause’s code, or `error`', async t => {
  t.equal(answerOf(Object.assign(new Error('x'), { code: 'EPIPE' })), 'EPIPE')
  const cause = Object.assign(new Error('y'), { code: 'ENOTFOUND' })
  t.equal(answerOf(new Error('x', { cause })), 'ENOTFOUND')
  t.equal(answerOf(new DOMException('x', 'AbortError')), 'error', 'a number is no word')
  t.equal(answerOf(new Error('x', { cause: { code: 'EPIPE' } })), 'error')
  t.equal(answerOf('x'), 'error')
})

function assertFail(): never {
  throw new Error('hostile')
}
