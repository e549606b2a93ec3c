import t from 'tap'
import { randomSid } from '../../src/twilio/sample.ts'
import { call } from '../e2e/provider.ts'
import { startReceiver } from '../sinks/receiver.ts'
import { eventually, operator, quick } from './operator.ts'

interface DeadLetter {
  sink: string
  id: string
  cause: string
}

t.test(
  'a sink refuses one event for good: it is found, and replayed once the sink is mended',
  async t => {
    const receiver = await startReceiver(t)
    const refused = randomSid('RT')
    receiver.answer((response, { body }) => {
      response.writeHead(body.includes(refused) ? 422 : 204).end()
    })
    const { start, reelay, look } = operator(t, {
      sinks: [{ name: 'hook', url: receiver.url, options: quick }],
    })
    const service = await start()
    for (const RecordingSid of [randomSid('RT'), refused, randomSid('RT')]) {
      const what = { event: 'recording-completed', fields: { RecordingSid } } as const
      t.equal(await call(service.port, what), 204)
    }
    const [dead] = await eventually(
      () => look<DeadLetter>('dead-letters'),
      found => found.length > 0,
    )
    t.match(dead, { sink: 'hook', cause: /422/ })
    t.match(dead!.id, refused)
    const table = await reelay('dead-letters')
    t.match(table.stdout, /422/)
    t.equal((await reelay('status')).code, 1)

    receiver.answer(response => response.writeHead(204).end())
    const plan = await look<{ id: string }>('replay', '--sink', 'hook', '--dead', '--dry-run')
    t.ok(JSON.stringify(plan).includes(dead!.id), 'the plan names it')
    t.equal(receiver.requests.length, 3, 'nothing is sent by a dry run')
    t.equal((await reelay('replay', '--sink', 'hook', '--dead')).code, 0)
    await eventually(
      () => look<DeadLetter>('dead-letters'),
      found => found.length === 0,
    )
    const again = receiver.events().filter(({ subject }) => subject === refused)
    t.equal(again.length, 2)
    t.equal(again[0]!.id, again[1]!.id, 'the same id')
    t.notOk('reelayreplay' in again[0]!)
    t.match((again[1] as { reelayreplay?: string }).reelayreplay, /^rp-/)
    const audit = await service.line(({ event }) => event === 'operator.action')
    t.match(audit, { action: 'replay.started', sink: 'hook', count: 1 })
    t.equal((await reelay('status')).code, 0)
  },
)
