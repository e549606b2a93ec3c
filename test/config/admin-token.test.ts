import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { adminToken } from '../../src/config/admin-token.ts'

function tokenOf(
  t: Test,
  env: Record<string, string>,
  files: Record<string, string | object> = {},
): string | undefined {
  const cwd = t.testdir({})
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    writeFileSync(join(cwd, name), text)
  }
  return adminToken({ env, cwd })
}

t.test('the variables first: the token for everything, else the one for looking', async t => {
  const files = {
    'admin.txt': '\n ana:from-file, second\n',
    'read.txt': 'view',
    'reelay.config.json': { admin: { token: 'in-config' } },
  }
  const cases: [Record<string, string>, string | undefined][] = [
    [{ REELAY_ADMIN_TOKEN: ' one ' }, 'one'],
    [{ REELAY_ADMIN_TOKEN: 'ana:one,ben:two' }, 'one'],
    [{ REELAY_ADMIN_TOKEN: 'one', REELAY_READ_TOKEN: 'two' }, 'one'],
    [{ REELAY_READ_TOKEN: 'board:two' }, 'two'],
    [{ REELAY_ADMIN_TOKEN: ' ', REELAY_READ_TOKEN: 'two' }, 'two'],
    [{ REELAY_ADMIN_TOKEN_FILE: 'admin.txt', REELAY_READ_TOKEN: 'two' }, 'from-file'],
    [{ REELAY_READ_TOKEN_FILE: 'read.txt' }, 'view'],
    [{ REELAY_ADMIN_TOKEN: 'one', REELAY_READ_TOKEN_FILE: 'absent.txt' }, 'one'],
    [{}, 'in-config'],
  ]
  for (const [env, token] of cases) t.equal(tokenOf(t, env, files), token, JSON.stringify(env))
  t.equal(tokenOf(t, {}), undefined)
})

t.test('the file: what is for everything comes before what is for looking', async t => {
  const one = (admin: unknown, extra = {}) =>
    tokenOf(t, { REELAY_CONFIG: 'mine.json' }, { 'mine.json': { admin }, ...extra })
  const board = { name: 'board', role: 'read', token: 'view' }
  t.equal(one({ token: 'ana:one,two' }), 'one')
  t.equal(one({ tokenFile: 'gate.txt', tokens: [board] }, { 'gate.txt': 'gate\n' }), 'gate')
  t.equal(one({ tokens: [board, { name: 'ci', token: 'three' }] }), 'three')
  const inFile = { tokens: [board, { name: 'ci', tokenFile: 'ci.txt' }] }
  t.equal(one(inFile, { 'ci.txt': 'four' }), 'four')
  t.equal(one({ tokens: [board] }), 'view')
  for (const admin of [undefined, null, {}, { tokens: [] }, { tokens: {} }, { tokens: [7] }, []]) {
    t.equal(one(admin), undefined, JSON.stringify(admin))
  }
})

t.test('what is wrong is told with its place, without the secret', async t => {
  const throws = (env: Record<string, string>, message: RegExp, files = {}) =>
    t.throws(() => tokenOf(t, env, files), { exitCode: 78, message })
  const absent = /^REELAY_ADMIN_TOKEN_FILE: names a file that does not exist\./
  throws({ REELAY_ADMIN_TOKEN_FILE: 'hunter2' }, absent)
  throws({ REELAY_READ_TOKEN_FILE: '.' }, /^REELAY_READ_TOKEN_FILE: names a directory\./)
  throws({ REELAY_ADMIN_TOKEN: 'a', REELAY_ADMIN_TOKEN_FILE: 'b' }, /is set too\. Keep one/)
  throws({ REELAY_ADMIN_TOKEN: 'a b' }, /^REELAY_ADMIN_TOKEN: has blanks/)
  throws({ REELAY_ADMIN_TOKEN: ',a' }, /^REELAY_ADMIN_TOKEN: is empty/)
  throws({ REELAY_CONFIG: 'absent.json' }, /^REELAY_CONFIG: there is no such file/)
  const files = { 'reelay.config.json': { admin: { tokenFile: 'absent.txt' } } }
  throws({}, /^reelay\.config\.json: \/admin\/tokenFile: names a file that does not/, files)
})
