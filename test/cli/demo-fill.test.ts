import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { inventedRooms } from '../../src/cli/invented-rooms.ts'
import { exitCodes } from '../../src/domain/errors.ts'
import { run } from './run.ts'

t.test('an empty store is filled, once', async t => {
  const cwd = t.testdir()
  const first = await run(['demo', '--fill', '3000'], { cwd })
  t.equal(first.code, exitCodes.ok, first.stderr)
  const [, stored, quarantined, duplicates] =
    /^(\d+) events, (\d+) quarantined callbacks and (\d+) duplicates/.exec(first.stdout) ?? []
  t.equal(Number(stored) + Number(quarantined) + Number(duplicates), 3000)
  const file = join(cwd, 'reelay-demo/reelay.db')
  const db = new DatabaseSync(file, { readOnly: true })
  t.same(
    { ...db.prepare('SELECT count(*) AS n FROM callback WHERE type IS NOT NULL').get() },
    {
      n: Number(stored),
    },
  )
  const falls = db.prepare(
    `SELECT count(*) AS n FROM callback AS a JOIN callback AS b ON b.position = a.position + 1
     WHERE b.received_at < a.received_at`,
  )
  t.same({ ...falls.get() }, { n: 0 }, 'in order of time')
  db.close()
  const config = JSON.parse(readFileSync(join(cwd, 'reelay-demo/reelay.config.json'), 'utf8'))
  t.equal(config.store, 'sqlite:./reelay.db')

  const again = await run(['demo', '--fill', '10'], { cwd })
  t.equal(again.code, exitCodes.store)
  t.match(again.stderr, /callbacks already/)
})

t.test('a number that is none is refused', async t => {
  for (const number of ['0', '-1', 'many', '1e3', '99999999', '']) {
    const cwd = t.testdir()
    const { code, stderr } = await run(['demo', `--fill=${number}`], { cwd })
    t.equal(code, exitCodes.usage, number)
    t.match(stderr, '--fill must be a number from 1')
    t.notOk(existsSync(join(cwd, 'reelay-demo')))
  }
})

t.test('the same seed gives the same, another one another', async t => {
  const bodies = (seed: number): string[] =>
    [...inventedRooms(200, { until: 1e12, days: 2, seed })].map(({ callback }) =>
      callback.body.toString(),
    )
  t.same(bodies(1), bodies(1))
  t.equal(bodies(1).filter(body => bodies(2).includes(body)).length, 0)
})
