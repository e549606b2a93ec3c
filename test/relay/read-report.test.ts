import t from 'tap'
import { FinalError } from '../../src/domain/sink.ts'
import { readReport, readThrown } from '../../src/relay/read-report.ts'

const ids = ['a-1', 'b-2', 'c-3']

t.test('no report, or one without failures, means delivered', async t => {
  for (const report of [undefined, null, {}, { failed: [] }, { failed: undefined }]) {
    const said = readReport(report, ids)
    t.equal(said.failed.size, 0)
    t.equal(said.answer, 'ok')
  }
  t.equal(readReport({ answer: '204' }, ids).answer, '204')
  t.equal(readReport({ answer: '2\n04' }, ids).answer, '2 04')
  t.equal(readReport({ answer: 204 }, ids).answer, 'ok')
  t.equal(readReport(Object.create(null), ids).answer, 'ok')
})

t.test('failures are read field by field', async t => {
  const { failed, answer } = readReport(
    {
      failed: [
        { id: 'a-1', cause: 'x\u0000y', final: true, retryAfterMs: 5 },
        { id: 'b-2', final: 'yes', retryAfterMs: Number.NaN },
      ],
    },
    ids,
  )
  t.equal(answer, 'failed')
  t.strictSame(failed.get('a-1'), { id: 'a-1', cause: 'x y', final: true, retryAfterMs: 5 })
  t.strictSame(failed.get('b-2'), { id: 'b-2', cause: 'the sink gave no cause', final: false })
})

t.test('a negative or endless Retry-After is no trouble', async t => {
  const read = (retryAfterMs: unknown) =>
    readReport({ failed: [{ id: 'a-1', cause: 'x', retryAfterMs }] }, ids).failed.get('a-1')
  t.notHas(read(-1), { retryAfterMs: -1 })
  t.notHas(read('5'), { retryAfterMs: '5' })
  t.has(read(Number.POSITIVE_INFINITY), { retryAfterMs: Number.POSITIVE_INFINITY })
})

t.test('garbage is refused with what is wrong', async t => {
  const cases: [unknown, RegExp][] = [
    ['ok', /no delivery report/],
    [true, /no delivery report/],
    [[], /no delivery report/],
    [new Response('', { status: 500 }), /no delivery report/],
    [{ failed: 'a-1' }, /`failed` as no array/],
    [{ failed: ['a-1'] }, /without an id/],
    [{ failed: [null] }, /without an id/],
    [{ failed: [{ id: 7 }] }, /without an id/],
    [{ failed: [{ id: 'd-4', cause: 'x' }] }, /not in the batch: d-4/],
  ]
  for (const [report, message] of cases) t.throws(() => readReport(report, ids), { message })
})

t.test('a throw fails every event, finally if the error says so', async t => {
  const said = readThrown(Object.assign(new Error('down'), { code: 'EPIPE' }), ids)
  t.strictSame([...said.failed.keys()], ids)
  t.strictSame(said.failed.get('b-2'), { id: 'b-2', cause: 'down', final: false })
  t.equal(said.answer, 'EPIPE')
  t.equal(readThrown(new FinalError('no'), ids).failed.get('a-1')?.final, true)
  const foreign = Object.assign(new Error('no'), { final: true })
  t.equal(readThrown(foreign, ids).failed.get('a-1')?.final, true)
  t.equal(readThrown({ final: true }, ids).failed.get('a-1')?.final, false, 'not an error')
})

t.test('an error that resists being read is not final', async t => {
  const hostile = Object.defineProperty(new Error('x'), 'final', {
    get() {
      throw new Error('hostile')
    },
  })
  t.strictSame(readThrown(hostile, ['a-1']).failed.get('a-1'), {
    id: 'a-1',
    cause: 'x',
    final: false,
  })
})
