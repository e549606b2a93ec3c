import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Command, CommandArgs } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/main.ts'
import { exitCodes, FatalError } from '../../src/domain/errors.ts'
import { type Ran, run } from './run.ts'

const fromHere = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const { version } = JSON.parse(readFileSync(fromHere('package.json'), 'utf8'))

const calls: CommandArgs[] = []
const walk: Command = {
  name: 'walk',
  summary: 'go for a walk',
  usage: '\nUsage: reelay walk [PLACE]\n',
  options: { pace: { type: 'string' }, alone: { type: 'boolean', short: 'a' } },
  positionals: 1,
  async run(args, io) {
    calls.push(args)
    io.stdout.write(`walked in ${io.cwd}\n`)
    return 7
  },
}
const failing = (name: string, error: unknown): Command => ({
  ...walk,
  name,
  summary: `${name} fails`,
  run: () => Promise.reject(error),
})
const table = {
  walk: async () => ({ command: walk }),
  fatal: async () => ({ command: failing('fatal', new FatalError(exitCodes.store, 'Locked.')) }),
  defect: async () => ({ command: failing('defect', new RangeError('off by one')) }),
  odd: async () => ({ command: failing('odd', 'thrown text') }),
}

t.test('help', async t => {
  for (const flag of ['--help', '-h']) {
    const { code, stdout, stderr } = await run([flag], { table })
    t.strictSame([code, stderr], [0, ''])
    t.match(stdout, /^Usage: reelay COMMAND/)
    t.match(stdout, /^ {2}walk {4}go for a walk\n {2}fatal {3}fatal fails$/m)
    const own = await run(['walk', '--pace', 'fast', flag], { table })
    t.strictSame(own, { code: 0, stdout: 'Usage: reelay walk [PLACE]\n', stderr: '' })
  }
  const { code, stdout, stderr } = await run([], { table })
  t.strictSame([code, stdout], [64, ''])
  t.match(stderr, /^Usage: reelay COMMAND/)
  t.strictSame(calls, [])
})

t.test('version', async t => {
  for (const flag of ['--version', '-v']) {
    t.strictSame(await run([flag], { table }), { code: 0, stdout: `${version}\n`, stderr: '' })
  }
})

t.test('a command gets its arguments, and its exit code comes back', async t => {
  calls.length = 0
  const ran = await run(['walk', '--pace=slow', '-a', '--', '--far'], { table, cwd: '/meadow' })
  t.strictSame(ran, { code: 7, stdout: 'walked in /meadow\n', stderr: '' })
  t.strictSame(calls.splice(0), [
    {
      values: Object.assign(Object.create(null), { pace: 'slow', alone: true }),
      positionals: ['--far'],
    },
  ])
})

t.test('usage mistakes', async t => {
  calls.length = 0
  const cases: [string[], RegExp][] = [
    [['wlak'], /^Unknown command "wlak"\. The nearest is walk\.\nSee: reelay --help\n$/],
    [['__proto__'], /^Unknown command "__proto__"/],
    [['constructor'], /^Unknown command "constructor"/],
    [['\u001b[31m'], /^Unknown command "\\u001b\[31m"/],
    [[''], /^Unknown command ""/],
    [
      ['--vresion'],
      /^Unknown option "--vresion"\. The nearest is --version\.\nSee: reelay --help\n$/,
    ],
    [
      ['walk', '--pacee', 'x'],
      /^Unknown option --pacee\. The nearest is --pace\.\nSee: reelay walk --help\n$/,
    ],
    [['walk', '-x'], /^Unknown option -x\. The nearest is /],
    [['walk', '--pace'], /argument missing\nSee: reelay walk --help\n$/],
    [['walk', '--alone=x'], /does not take an argument\nSee: reelay walk --help\n$/],
    [['walk', 'here', 'there'], /^"there" is one argument too many\.\nSee: reelay walk --help\n$/],
  ]
  for (const [argv, message] of cases) {
    const { code, stdout, stderr } = await run(argv, { table })
    t.strictSame([code, stdout], [64, ''], argv.join(' '))
    t.match(stderr, message)
  }
  t.strictSame(calls, [])
})

t.test('any number of positionals unless a command says how many', async t => {
  calls.length = 0
  const { positionals: _, ...rest } = walk
  const any = { any: async () => ({ command: { ...rest, name: 'any' } }) }
  t.equal((await run(['any', 'a', 'b', 'c'], { table: any })).code, 7)
  t.strictSame(calls.splice(0)[0]?.positionals, ['a', 'b', 'c'])
})

t.test('what a command throws', async t => {
  t.strictSame(await run(['fatal'], { table }), { code: 73, stdout: '', stderr: 'Locked.\n' })
  const defect = await run(['defect'], { table })
  t.strictSame([defect.code, defect.stdout], [1, ''])
  t.match(defect.stderr, /^RangeError: off by one\n +at /)
  t.strictSame(await run(['odd'], { table }), { code: 1, stdout: '', stderr: 'thrown text\n' })
})

t.test('every command of ours says what it is', async t => {
  for (const [name, load] of Object.entries(commands)) {
    const { command } = await load()
    t.equal(command.name, name)
    t.match(command.summary, /^[A-Z].{8,68}\.$/)
    t.ok(command.usage.trim().startsWith(`Usage: reelay ${name}`), name)
    for (const option of Object.keys(command.options)) {
      t.ok(command.usage.includes(`--${option}`), `${name} --${option}`)
    }
    for (const line of command.usage.split('\n')) t.ok(line.length <= 100, line)
  }
})

t.test('the process', async t => {
  t.match(await spawn('src/main.ts', ['--version']), { code: 0, stdout: `${version}\n` })
  t.match(await spawn('src/main.ts', []), { code: 64, stdout: '', stderr: /^Usage:/ })
  t.match(await spawn('bin/reelay.js', ['srve']), { code: 64, stderr: /nearest is serve/ })
  const serve = await spawn('bin/reelay.js', ['serve'], { cwd: t.testdir() })
  t.match(serve, { code: 78, stdout: '', stderr: /a mistake[\s\S]*TWILIO_AUTH_TOKEN\n/ })
})

t.test('an older Node is told what to do', async t => {
  const old = 'Object.defineProperty(process.versions, "node", { value: "22.9.0" })'
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(old)}`]
  const { code, stdout, stderr } = await spawn('bin/reelay.js', ['serve'], { flags })
  t.strictSame([code, stdout], [78, ''])
  t.match(stderr, /^Reelay needs Node\.js 24 or newer[\s\S]*Install Node\.js 24/)
})

interface SpawnOptions {
  cwd?: string
  flags?: string[]
}

function spawn(path: string, argv: string[], { cwd, flags = [] }: SpawnOptions = {}): Promise<Ran> {
  const args = [...flags, fromHere(path), ...argv]
  const options = { env: { PATH: process.env['PATH'] }, ...(cwd === undefined ? {} : { cwd }) }
  return new Promise(resolve => {
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}
