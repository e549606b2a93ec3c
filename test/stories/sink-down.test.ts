import t from 'tap'
import { randomSid } from '../../src/twilio/sample.ts'
import { call } from '../e2e/provider.ts'
import { freePort } from '../postgres/free-port.ts'
import { startReceiver } from '../sinks/receiver.ts'
import { eventually, operator, quick } from './operator.ts'

interface Sink {
  name: string
  lag: number
  dead: number
  lastError?: { cause: string }
}

t.test('a sink is down for a while: nothing is lost, and the lag says so', async t => {
  const port = await freePort()
  const { start, reelay, look } = operator(t, {
    sinks: [{ name: 'hook', url: `http://127.0.0.1:${port}/`, options: quick }],
  })
  const service = await start()
  const recordings = Array.from({ length: 5 }, () => randomSid('RT'))
  for (const RecordingSid of recordings) {
    const what = { event: 'recording-completed', fields: { RecordingSid } } as const
    t.equal(await call(service.port, what), 204, 'callbacks are taken all the same')
  }
  await service.line(({ event }) => event === 'sink.open')
  const [sink] = await look<Sink>('sink', 'list')
  t.match(sink, { name: 'hook', lag: 5, dead: 0, lastError: { cause: /ECONNREFUSED/ } })
  const status = await reelay('status')
  t.equal(status.code, 1)
  t.match(status.stdout, /hook/)

  const receiver = await startReceiver(t, port)
  await eventually(
    () => look<Sink>('sink', 'list'),
    ([each]) => each?.lag === 0,
  )
  const got = new Set(receiver.events().map(({ subject }) => subject))
  t.same(got, new Set(recordings), 'each one came by itself')
  const history = await reelay('recordings', recordings[0]!)
  t.match(history.stdout, /ECONNREFUSED/)
  t.match(history.stdout, /delivered/)
  t.equal((await reelay('status')).code, 0)
})
