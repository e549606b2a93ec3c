import t from 'tap'
import { inFile, load, mistakesOf } from './load.ts'

const tokensOf = (env: Record<string, string>) => load(t, { env }).settings.admin.tokens
const wrong = (env: Record<string, string>) => mistakesOf(t, { env })

t.test('several by comma, with a name or called after their role', async t => {
  const tokens = tokensOf({
    REELAY_ADMIN_TOKEN: 'first , night-shift:second,third',
    REELAY_READ_TOKEN: 'board.2:fourth,fifth,sixth==',
  })
  t.strictSame(tokens, [
    { name: 'admin', token: 'first', role: 'admin' },
    { name: 'night-shift', token: 'second', role: 'admin' },
    { name: 'admin-2', token: 'third', role: 'admin' },
    { name: 'board.2', token: 'fourth', role: 'read' },
    { name: 'read', token: 'fifth', role: 'read' },
    { name: 'read-2', token: 'sixth==', role: 'read' },
  ])
  t.equal(tokensOf({ REELAY_READ_TOKEN: `${'n'.repeat(32)}:seventh` })[0]?.name, 'n'.repeat(32))
})

t.test('what is no token, never shown', async t => {
  const place = (index: number) => `REELAY_ADMIN_TOKEN (token ${index}) |`
  const empty = 'is empty. Remove the comma or colon too many, or fill the token in.'
  const noName =
    'what is before its colon is no name: a name is a letter and up to 31 letters, digits, dots, ' +
    'dashes and underscores.'
  t.strictSame(wrong({ REELAY_ADMIN_TOKEN: `a,,b:,:c,7b:d,${'n'.repeat(33)}:e,x y:f,g:h:i` }), [
    `${place(2)} ${empty}`,
    `${place(3)} ${empty}`,
    `${place(4)} ${noName}`,
    `${place(5)} ${noName}`,
    `${place(6)} ${noName}`,
    `${place(7)} ${noName}`,
    `${place(8)} has a comma or a colon, which no token has.`,
  ])
  const one = 'REELAY_READ_TOKEN |'
  t.strictSame(wrong({ REELAY_READ_TOKEN: 'board:two words' }), [
    `${one} has blanks or other characters that no token has.`,
  ])
  t.strictSame(wrong({ REELAY_READ_TOKEN: 'board:<token>' }), [
    `${one} is a placeholder. Put the real one in its place.`,
  ])
  t.strictSame(wrong({ REELAY_READ_TOKEN: ',' }).length, 2)
})

t.test('no two are equal, nor are their names', async t => {
  t.strictSame(wrong({ REELAY_ADMIN_TOKEN: 'same,b:same', REELAY_READ_TOKEN: 'c:same' }), [
    'REELAY_ADMIN_TOKEN (token 2) | ' +
      'the same token as in REELAY_ADMIN_TOKEN (token 1). Remove one, or make it another.',
    'REELAY_READ_TOKEN | ' +
      'the same token as in REELAY_ADMIN_TOKEN (token 2). Remove one, or make it another.',
  ])
  t.strictSame(wrong({ REELAY_ADMIN_TOKEN: 'admin:one,two', REELAY_READ_TOKEN: 'admin:three' }), [
    'REELAY_ADMIN_TOKEN (token 2) | ' +
      'has the name of REELAY_ADMIN_TOKEN (token 1), admin. Give one of them another.',
    'REELAY_READ_TOKEN | ' +
      'has the name of REELAY_ADMIN_TOKEN (token 2), admin. Give one of them another.',
  ])
})

const admin = {
  host: '::',
  token: 'one,night:two',
  tokens: [
    { name: 'ci', tokenFile: 'ci.txt' },
    { name: 'board', role: 'read', token: ' four ' },
  ],
}

t.test('those in the file; a variable stands for all of its role', async t => {
  const files = { 'reelay.config.json': { admin }, 'ci.txt': 'three\n' }
  const board = { name: 'board', token: 'four', role: 'read' }
  t.strictSame(load(t, { files }).settings.admin.tokens, [
    { name: 'admin', token: 'one', role: 'admin' },
    { name: 'night', token: 'two', role: 'admin' },
    { name: 'ci', token: 'three', role: 'admin' },
    board,
  ])
  const env = { REELAY_ADMIN_TOKEN: 'five' }
  t.strictSame(load(t, { files, env }).settings.admin.tokens, [
    { name: 'admin', token: 'five', role: 'admin' },
    board,
  ])
  const reading = load(t, { files, env: { REELAY_READ_TOKEN: 'six' } }).settings.admin.tokens
  t.strictSame(
    reading.map(({ name }) => name),
    ['admin', 'night', 'ci', 'read'],
  )
})

t.test('mistakes in the file, each with its place', async t => {
  const tokens = [
    { name: 'a' },
    { name: 'b', token: 'x', tokenFile: 'ci.txt' },
    { name: 'c', token: 'c:x' },
    { name: 'd', tokenFile: 'absent.txt' },
    { name: 'e', token: 'e', rol: 'read' },
    { name: '2f', token: 'f' },
    { token: 'g' },
    { name: 'h', token: 'h', role: 'write' },
    'i',
  ]
  const files = { 'reelay.config.json': { admin: { host: '::', tokens } } }
  t.strictSame(
    mistakesOf(t, { files }).map(mistake => mistake.slice(0, mistake.indexOf(' |') + 17)),
    [
      `${inFile('/admin/tokens/4/rol')} | unknown key. T`,
      `${inFile('/admin/tokens/5/name')} | does not fit. `,
      `${inFile('/admin/tokens/6/name')} | is missing.`,
      `${inFile('/admin/tokens/7/role')} | must be one of`,
      `${inFile('/admin/tokens/8')} | must be an obj`,
      `${inFile('/admin/tokens/0/token')} | is missing. Gi`,
      `${inFile('/admin/tokens/1/token')} | tokenFile is s`,
      `${inFile('/admin/tokens/2/token')} | has a comma or`,
      `${inFile('/admin/tokens/3/tokenFile')} | names a file t`,
    ],
  )
})

t.test('beyond loopback one for everything is needed; one that is wrong is told once', async t => {
  const files = (admin: object) => ({ 'reelay.config.json': { admin } })
  const read = { host: '::', tokens: [{ name: 'board', role: 'read', token: 'view' }] }
  t.strictSame(mistakesOf(t, { files: files(read) }), [
    `${inFile('/admin/host')} | beyond loopback the admin listener needs a token. ` +
      'Set REELAY_ADMIN_TOKEN.',
  ])
  const bad = { host: '::', tokens: [{ name: 'ci', token: 'a b' }] }
  t.strictSame(mistakesOf(t, { files: files(bad) }), [
    `${inFile('/admin/tokens/0/token')} | has blanks or other characters that no token has.`,
  ])
  t.strictSame(wrong({ ADMIN_HOST: '::', REELAY_ADMIN_TOKEN: 'a b' }), [
    'REELAY_ADMIN_TOKEN | has blanks or other characters that no token has.',
  ])
})
