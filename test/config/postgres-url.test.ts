import fc from 'fast-check'
import t from 'tap'
import type { PostgresSettings } from '../../src/domain/settings.ts'
import { load, mistakesOf } from './load.ts'

const loadStore = (REELAY_STORE: string) => load(t, { env: { REELAY_STORE } })
const wrong = (REELAY_STORE: string) => mistakesOf(t, { env: { REELAY_STORE } })

const encode =
  'Within a value write % as %25, @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, & as %26 and ' +
  'a blank as %20; or keep the password in a file, with password_file=PATH.'

t.test('every password comes back right once it is percent-encoded', async t => {
  const odd = fc.constantFrom(...'#/@:%?&=+[] \\"\'<>,;\n\t~ü€😀')
  const character = fc.oneof(odd, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }))
  const text = fc
    .string({ unit: character, minLength: 1, maxLength: 12 })
    .filter(each => !each.includes('\0'))
  const property = fc.property(text, text, (user, password) => {
    const [u, p] = [encodeURIComponent(user), encodeURIComponent(password)]
    for (const url of [
      `postgres://${u}:${p}@[::1]/reelay`,
      `postgres://localhost/reelay?user=${u}&password=${p}`,
    ]) {
      const store = loadStore(url).settings.store as PostgresSettings
      if (store.user !== user || store.password !== password) return false
    }
    return true
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 100 }))
})

t.test('nothing shows a password, however it is written', async t => {
  const told = (url: string): string => {
    try {
      return loadStore(url).warnings.join('\n')
    } catch (error) {
      return (error as Error).message
    }
  }
  const shown: string[] = []
  for (const a of ['', ...'#/@:%?&=[], +\\']) {
    for (const b of ['', ':', '/', '&', '?', '&qz7k=']) {
      const urls = [
        `postgres://ulmus:12${a}qz7k${b}wx3v@db.example/reelay?pool_size=0`,
        `postgres://ulmus:qz7k${a}wx3v${b}=1@db.example,b/reelay`,
        `postgres://db.example?user=ulmus&password=12${a}qz7k${b}=wx3v&pool_sice=9`,
        `postgres://ulmus:12${a}qz7k${b}wx3v`,
        `postgres:ulmus:12${a}qz7k${b}wx3v@db.example`,
        `postgre://ulmus:12${a}qz7k${b}wx3v@db.example`,
      ]
      shown.push(...urls.filter(url => /qz7k|wx3v|ulmus/.test(told(url))))
    }
  }
  t.strictSame(shown, [])
  t.match(told('postgres://ulmus:12?qz7k=wx3v'), /parameter 1 in its query is unknown/)
})

t.test('what is not percent-encoded', async t => {
  const cases = {
    'postgres://u:p#w@h/x': 'has a # in it.',
    'postgres://u:p/w@h/x': 'has an @ in it where no URL has one.',
    'postgres://u:1/2@h/x': 'has an @ in it where no URL has one.',
    'postgres://u:1?2@h/x': 'has an @ in it where no URL has one.',
    'postgres://u:p@w@h/x': 'has an @ in it where no URL has one.',
    'postgres:///x?host=@abstract': 'has an @ in it where no URL has one.',
    'postgres://h/x?password=p@w': 'has an @ in it where no URL has one.',
    'postgres://u:50%@h/x': 'has a % in it that begins no escape of UTF-8.',
    'postgres://u:50%zz@h/x': 'has a % in it that begins no escape of UTF-8.',
    'postgres://u:%FF@h/x': 'has a % in it that begins no escape of UTF-8.',
    'postgres://u:%00@h/x': 'has a % in it that begins no escape of UTF-8.',
    'postgres://u:p w@h/x': 'has a blank or a control character in it.',
    'postgres://h/x/y': "its path is more than a database's name.",
  }
  for (const [text, expected] of Object.entries(cases)) {
    t.strictSame(wrong(text), [`REELAY_STORE | ${expected} ${encode}`], text)
  }
  const unclear = "its host and port can't be made out. Write them as in: db.example.com, "
  for (const address of ['u:pw', 'h:5432x', '::1', '[::1', '[::1]5432', 'h:-1']) {
    const [only, ...rest] = wrong(`postgres://${address}/x`)
    t.ok(only?.startsWith(`REELAY_STORE | ${unclear}`), `${only}`)
    t.strictSame(rest, [])
  }
})
