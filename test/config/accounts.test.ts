import t from 'tap'
import { inFile, load, mistakesOf, token } from './load.ts'

const orchard = 'ACa94e07c95d2a4f6388e1d0937bc25f6b'
const meadow = 'AC1f60b2c83e9d4750a6c4f1287d0e93b5'
const none = { TWILIO_AUTH_TOKEN: undefined }

const loadAccounts = (accounts: unknown, files = {}) =>
  load(t, { env: none, files: { 'reelay.config.json': { accounts }, ...files } }).settings

const mistakes = (accounts: unknown, env: Record<string, string | undefined> = none) =>
  mistakesOf(t, {
    env,
    files: {
      'reelay.config.json': { accounts },
      'tokens.txt': token,
      'placeholder.txt': '<token>',
    },
  })

t.test('tokens that serve any account', async t => {
  const tokens = (text: string) => load(t, { env: { TWILIO_AUTH_TOKEN: text } }).settings.authTokens
  t.strictSame(tokens(` ${token} , other,${token}`), [token, 'other'])
  t.strictSame(tokens('xylophone'), ['xylophone'])
})

t.test('accounts', async t => {
  const settings = loadAccounts(
    [
      { accountSid: orchard, name: 'orchard', authTokens: [` ${token} `, 'second', token] },
      {
        accountSid: meadow,
        authTokensFile: 'tokens.txt',
        sharedKeys: [
          { sid: 'webhooks_sharedkey_01', secret: 'plum', algorithm: 'sha1' },
          { sid: 'webhooks_sharedkey_02', secretFile: './key.txt', algorithm: 'sha256' },
        ],
        requireSharedKey: true,
      },
    ],
    { 'tokens.txt': 'third, fourth\n', 'key.txt': 'pear\n' },
  )
  t.strictSame(settings.authTokens, [])
  t.strictSame(settings.accounts, [
    {
      accountSid: orchard,
      name: 'orchard',
      authTokens: [token, 'second'],
      sharedKeys: [],
      requireSharedKey: false,
    },
    {
      accountSid: meadow,
      authTokens: ['third', 'fourth'],
      sharedKeys: [
        { sid: 'webhooks_sharedkey_01', secret: 'plum', algorithm: 'sha1' },
        { sid: 'webhooks_sharedkey_02', secret: 'pear', algorithm: 'sha256' },
      ],
      requireSharedKey: true,
    },
  ])
})

t.test('both, or none', async t => {
  t.strictSame(mistakes([{ accountSid: orchard, authTokens: ['a'] }], {}), [
    `TWILIO_AUTH_TOKEN | ${inFile('/accounts')} is there too. Keep one of the two.`,
  ])
  t.match(mistakesOf(t, { env: none }), [/^TWILIO_AUTH_TOKEN \| not set\. Set it to /])
  t.match(mistakesOf(t, { env: none, files: { 'reelay.config.json': {} } }), [
    /^TWILIO_AUTH_TOKEN \| not set\. Set it to /,
  ])
  t.strictSame(mistakes([]), [`${inFile('/accounts')} | must not be empty.`])
})

t.test('what is no token', async t => {
  const wrong = (text: string) =>
    mistakesOf(t, { env: { TWILIO_AUTH_TOKEN: text } }).map(line => line.split(' | ')[1])
  t.strictSame(wrong(`${token},,`), [
    'token 2: is empty. Remove the comma too many, or fill the token in.',
    'token 3: is empty. Remove the comma too many, or fill the token in.',
  ])
  for (const quoted of [`"${token}"`, `'${token}'`]) {
    t.strictSame(wrong(quoted), ['has quotes around it. Remove them.'])
  }
  const placeholders = ['your_auth_token', 'YOUR-TOKEN', 'my token', '<auth token>', '[AuthToken]']
  for (const text of [
    ...placeholders,
    '$' + '{TOKEN}',
    '$TOKEN',
    '{{token}}',
    'xxxx',
    '****',
    '…',
    'changeme',
  ]) {
    t.strictSame(wrong(text), ['is a placeholder. Put the real one in its place.'], text)
  }
  for (const text of [`${token} ${token}`, `${token}\n${token}`, 'tökén']) {
    t.strictSame(wrong(text), ['has blanks or other characters that no token has.'], text)
  }
  t.match(wrong(orchard), [/^is an account SID\. Set the auth token instead/])
  t.match(wrong(orchard.replace('AC', 'SK')), [/^is an API key, which never signs callbacks\./])
})

t.test('mistakes in an account', async t => {
  const accountSid = orchard
  const authTokens = ['one']
  const at = (pointer: string) => inFile(`/accounts/0${pointer}`)
  const key = { sid: 'k1', secret: 's', algorithm: 'sha1' }
  const cases: [unknown, string][] = [
    ['x', `${at('')} | must be an object.`],
    [{ authTokens }, `${at('/accountSid')} | is missing.`],
    [
      { accountSid: 'AC123', authTokens },
      `${at('/accountSid')} | does not fit. The account's SID: AC and 32 hex digits.`,
    ],
    [
      { accountSid, authToken: 'x' },
      `${at('/authToken')} | unknown key. The nearest name is authTokens.`,
    ],
    [{ accountSid, authTokens: 'x' }, `${at('/authTokens')} | must be an array.`],
    [{ accountSid, authTokens: [] }, `${at('/authTokens')} | must not be empty.`],
    [{ accountSid, authTokens: [7] }, `${at('/authTokens/0')} | must be a string.`],
    [
      { accountSid, authTokens: ['your_auth_token'] },
      `${at('/authTokens/0')} | is a placeholder. Put the real one in its place.`,
    ],
    [
      { accountSid, authTokens, authTokensFile: 'tokens.txt' },
      `${at('/authTokens')} | authTokensFile is set too. Keep one of the two.`,
    ],
    [
      { accountSid, authTokensFile: 'placeholder.txt' },
      `${at('/authTokensFile')} | is a placeholder. Put the real one in its place.`,
    ],
    [
      { accountSid, authTokensFile: 'missing.txt' },
      `${at('/authTokensFile')} | names a file that does not exist. Give it the path of a file that holds the value.`,
    ],
    [{ accountSid }, `${at('')} | no keys. Give it authTokens, authTokensFile or sharedKeys.`],
    [
      { accountSid, sharedKeys: [] },
      `${at('')} | no keys. Give it authTokens, authTokensFile or sharedKeys.`,
    ],
    [
      { accountSid, authTokens, requireSharedKey: true },
      `${at('/requireSharedKey')} | no sharedKeys are given. Add one.`,
    ],
    [{ accountSid, sharedKeys: [null] }, `${at('/sharedKeys/0')} | must be an object.`],
    [
      { accountSid, sharedKeys: [{ ...key, sid: undefined }] },
      `${at('/sharedKeys/0/sid')} | is missing.`,
    ],
    [
      { accountSid, sharedKeys: [{ ...key, algorithm: 'md5' }] },
      `${at('/sharedKeys/0/algorithm')} | must be one of sha1, sha256.`,
    ],
    [
      { accountSid, sharedKeys: [{ ...key, secret: undefined }] },
      `${at('/sharedKeys/0/secret')} | is missing. Give it secret or secretFile.`,
    ],
    [
      { accountSid, sharedKeys: [{ ...key, secretFile: 'tokens.txt' }] },
      `${at('/sharedKeys/0/secret')} | secretFile is set too. Keep one of the two.`,
    ],
    [
      { accountSid, sharedKeys: [key, key] },
      `${at('/sharedKeys/1/sid')} | the same as an earlier one. Remove one of them.`,
    ],
  ]
  for (const [account, expected] of cases) t.strictSame(mistakes([account]), [expected])
})

t.test('one account twice, and several mistakes in one', async t => {
  const twin = { accountSid: orchard, authTokens: ['one'] }
  t.strictSame(mistakes([twin, twin]), [
    `${inFile('/accounts/1/accountSid')} | the same as in /accounts/0. Put them together.`,
  ])
  const secret = 'blackthorn!'
  t.strictSame(
    mistakes([
      {
        accountSid: secret,
        authTokens: ['<token>', secret],
        sharedKeys: [{ sid: secret, secret }],
      },
    ]),
    [
      `${inFile('/accounts/0/accountSid')} | does not fit. The account's SID: AC and 32 hex digits.`,
      `${inFile('/accounts/0/sharedKeys/0/algorithm')} | is missing.`,
      `${inFile('/accounts/0/sharedKeys/0/sid')} | does not fit. The key's SID, as X-Twilio-Signature-Key-Sid names it.`,
      `${inFile('/accounts/0/authTokens/0')} | is a placeholder. Put the real one in its place.`,
    ],
  )
})
