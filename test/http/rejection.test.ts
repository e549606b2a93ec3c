import t from 'tap'
import { problemOf } from '../../src/http/problem.ts'
import { methodNotAllowed, rejections } from '../../src/http/rejection.ts'

t.test('every rejection', async t => {
  const all = [...Object.values(rejections), methodNotAllowed(['GET'])]
  t.equal(new Set(all.map(({ reason }) => reason)).size, all.length, 'reasons are told apart')
  for (const rejection of all) {
    t.ok(rejection.status >= 400 && rejection.status < 500)
    t.match(rejection.reason, /^[a-z-]+$/)
    t.match(rejection.detail, /^[A-Z].*\.$/)
    const { status, headers, body } = problemOf(rejection)
    t.equal(status, rejection.status)
    t.equal(headers['content-type'], 'application/problem+json')
    t.match(JSON.parse(body), { status, title: String, detail: rejection.detail })
  }
})
