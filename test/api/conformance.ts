import type { Test } from 'tap'
import type {
  DeadLetterItem,
  EventDetail,
  EventItem,
  Page,
  RecordingHistory,
  RecordingItem,
  ReplayItem,
  SinkItem,
} from '../../src/domain/ledger.ts'
import type { PurgeResult, ReplayPlan } from '../../src/domain/mending.ts'
import { eventually } from '../stories/operator.ts'
import { type Deployment, deploy, sid } from './deployment.ts'

type Listed<Item> = Page<Item>

/**
 * What the API does alike, whatever engine the journal is in. `store`: of an empty one, for each
 * test.
 */
export function conformance(t: Test, store: (t: Test) => Promise<string>): void {
  const start = async (t: Test, settings: Record<string, unknown> = {}) =>
    deploy(t, { store: await store(t), settings })

  t.test('a recording has one state, whatever order its callbacks come in', async t => {
    const { get, called } = await start(t)
    const [late, failed, open] = [sid('RT'), sid('RT'), sid('RT')]
    const at = (minute: number) => ({ Timestamp: `2026-03-14T09:${minute}:00.000000Z` })
    await called('recording-completed', { RecordingSid: late, ...at(30) })
    await called('recording-started', { RecordingSid: late, ...at(20) })
    await called('recording-started', { RecordingSid: failed, ...at(21) })
    await called('recording-failed', { RecordingSid: failed, ...at(31) })
    await called('recording-started', { RecordingSid: open, ...at(22) })
    const { items } = await get<Listed<RecordingItem>>('recordings')
    t.same(
      items.map(each => [each.sid, each.state, each.events]),
      [
        [open, 'processing', 1],
        [failed, 'failed', 2],
        [late, 'completed', 2],
      ],
    )
    t.match(items[2], { startedAt: '2026-03-14T09:20:00.000Z', roomName: 'Sample room' })
    const { recording } = items[2]!
    t.match(recording, { status: 'completed', duration: 61, type: 'audio', sid: late })
    t.equal(recording['dateCreated'], '2026-03-14T09:20:00.000000Z', 'as the first one said')
    t.match(await get(`recordings?state=failed`), { items: [{ sid: failed }] })
    t.match(await get(`recordings?room=Sample+room&limit=1`), { items: [{ sid: open }] })
    t.same((await get<Listed<RecordingItem>>(`recordings?room=another`)).items, [])
    t.same((await get<Listed<RecordingItem>>(`recordings?until=2026-01-01T00:00:00Z`)).items, [])
  })

  t.test('a recording that never completes is stalled, once, and told to sinks', async t => {
    const { get, called, service, receiver } = await start(t, { stalledAfter: '1s' })
    const open = sid('RT')
    await called('recording-started', { RecordingSid: open })
    const line = await service().line(({ event }) => event === 'recording.stalled')
    t.match(line, { recordingSid: open, level: 'warn' })
    t.match(await get(`recordings/${open}`), { state: 'stalled' })
    await eventually(
      async () => receiver.events().map(({ type }) => type),
      types => types.includes('twilio.video.recording.stalled'),
    )
    t.match(await get('events?type=twilio.video.recording.stalled'), {
      items: [{ id: `${open}-stalled`, subject: open }],
    })
    await called('recording-completed', { RecordingSid: open })
    t.match(await get(`recordings/${open}`), { state: 'completed', events: 3 })
  })

  t.test('pages follow one another without gaps, while callbacks come in', async t => {
    const { get, ask, called } = await start(t)
    const sids = Array.from({ length: 7 }, () => sid('RT'))
    for (const RecordingSid of sids) await called('recording-completed', { RecordingSid })
    for (const list of ['recordings', 'events'] as const) {
      const seen: string[] = []
      let next = ''
      do {
        const page = await get<Listed<{ sid?: string; subject?: string }>>(
          `${list}?limit=3${next === '' ? '' : `&cursor=${next}`}`,
        )
        seen.push(...page.items.map(each => each.sid ?? each.subject ?? ''))
        next = page.next ?? ''
        await called('room-created', { RoomSid: sid('RM') })
      } while (next !== '')
      t.same(
        seen.filter(each => each.startsWith('RT')),
        sids.toReversed(),
        list,
      )
    }
    for (const cursor of ['x', '%00', 'WzFd', 'WzEsLTFd', 'a'.repeat(999)]) {
      for (const list of ['recordings', 'events', 'quarantine', 'dead-letters', 'replays']) {
        const { status } = await ask('GET', `${list}?cursor=${cursor}`)
        t.equal(status, 400, `${list} ${cursor}`)
      }
    }
  })

  t.test('what became of an event at each sink is told, with attempts and causes', async t => {
    const { get, called, receiver, ask } = await start(t)
    const [good, bad, room] = [sid('RT'), sid('RT'), sid('RM')]
    receiver.answer((response, { body }) => {
      response.writeHead(body.includes(bad) ? 422 : 200).end()
    })
    await called('recording-completed', { RecordingSid: good })
    await called('recording-completed', { RecordingSid: bad })
    await called('room-created', { RoomSid: room })
    await eventually(
      () => get<Listed<SinkItem>>('sinks'),
      ({ items }) => items.some(each => each.name === 'hook' && each.lag === 0 && each.dead === 1),
    )
    const detailOf = async (subject: string): Promise<EventDetail> => {
      const { items } = await get<Listed<EventItem>>('events')
      return get(`events/${items.find(each => each.subject === subject)!.id}`)
    }
    const of = ({ sinks }: EventDetail, name: string) => sinks.find(({ sink }) => sink === name)
    const delivered = await detailOf(good)
    t.match(of(delivered, 'hook'), {
      state: 'delivered',
      attempts: [{ outcome: 'delivered', answer: '200' }],
    })
    t.ok(['pending', 'waiting'].includes(of(delivered, 'down')!.state))
    t.match(delivered.callback, { method: 'POST', target: '/callbacks', bodyEncoding: 'utf-8' })
    t.match(of(await detailOf(bad), 'hook'), {
      state: 'dead',
      attempts: [{ outcome: 'failed', cause: /422/ }],
    })
    t.equal(of(await detailOf(room), 'down')!.state, 'filtered')
    t.equal(of(await detailOf(room), 'hook')!.state, 'delivered')
    t.match(await get('dead-letters'), { items: [{ sink: 'hook', subject: bad, cause: /422/ }] })
    t.match(await get('dead-letters/causes'), { items: [{ sink: 'hook', count: 1 }] })
    const dead = await get<Listed<EventItem>>('events?sink=hook&state=dead')
    t.same(
      dead.items.map(({ subject }) => subject),
      [bad],
    )
    const got = await get<Listed<EventItem>>('events?sink=hook&state=delivered')
    t.same(new Set(got.items.map(({ subject }) => subject)), new Set([good, room]))
    t.match(await get(`recordings/${bad}`), {
      state: 'completed',
      history: [{ sinks: [{ sink: 'down' }, { sink: 'hook', state: 'dead' }] }],
    })
    t.equal((await ask('GET', 'events/nothing-like-it')).status, 404)
    t.equal((await ask('GET', `recordings/${sid('RT')}`)).status, 404)
  })

  t.test('what fits no schema is listed with its causes, and told in its recording', async t => {
    const { get, called } = await start(t)
    const odd = sid('RT')
    await called('recording-completed', { RecordingSid: odd, Duration: 'long' })
    const { items } = await get<Listed<{ id: string; recordingSid: string }>>('quarantine')
    t.match(items, [{ recordingSid: odd, errors: [{ path: '/Duration' }] }])
    t.match(await get('quarantine/causes'), { items: [{ count: 1, cause: /^\/Duration / }] })
    t.match(await get(`events/${items[0]!.id}`), { id: items[0]!.id, errors: [{}] })
    t.match(await get(`recordings/${odd}`), { sid: odd, history: [{ errors: [{}] }] })
    t.match(await get('status'), { ok: false, store: { quarantined: 1, callbacks: 1 } })
  })

  t.test('a dead letter is replayed, marked, and is none any more', async t => {
    const { get, post, called, receiver } = await start(t)
    const [bad, other] = [sid('RT'), sid('RT')]
    receiver.answer(response => response.writeHead(422).end())
    await called('recording-completed', { RecordingSid: bad })
    await called('recording-completed', { RecordingSid: other })
    await deadLetters(get, 2)
    receiver.answer(response => response.writeHead(200).end())
    receiver.requests.length = 0
    const plan = await post<ReplayPlan>('replays', { sink: 'hook', dead: true, dryRun: true })
    t.match(plan.sinks, [{ sink: 'hook', total: 2 }])
    t.equal(plan.events.items.length, 2)
    const { items } = await post<Listed<ReplayItem>>('replays', {
      sink: 'hook',
      dead: true,
      filter: { recording: bad },
    })
    t.match(items, [{ sink: 'hook', total: 1, createdBy: 'loopback' }])
    const { id } = items[0]!
    await replayed(get, id)
    t.match(
      receiver.events().map(({ subject, reelayreplay }) => [subject, reelayreplay]),
      [[bad, id]],
    )
    const left = await get<Listed<DeadLetterItem>>('dead-letters')
    t.same(
      left.items.map(({ subject }) => subject),
      [other],
    )
    t.match(await get(`replays/${id}`), { state: 'done', delivered: 1, failed: 0 })
    const detail = await get<RecordingHistory>(`recordings/${bad}`)
    const hook = detail.history[0]!.sinks.find(({ sink }) => sink === 'hook')
    t.match(hook, { state: 'delivered', attempts: [{ outcome: 'failed' }, { replay: id }] })
  })

  t.test('a replay goes on after a kill, can be cancelled, and keeps to its rate', async t => {
    const { get, post, ask, called, receiver, restart } = await start(t)
    const sids = Array.from({ length: 40 }, () => sid('RT'))
    for (const RecordingSid of sids) await called('recording-completed', { RecordingSid })
    await eventually(
      async () => receiver.requests.length,
      count => count >= 40,
    )
    receiver.requests.length = 0
    const filter = { type: 'twilio.video.recording.*' }
    const { items } = await post<Listed<ReplayItem>>('replays', { sink: 'hook', filter, rate: 20 })
    const { id } = items[0]!
    await eventually(
      async () => receiver.requests.length,
      count => count > 0,
    )
    t.ok(receiver.requests.length < 40, 'not all at once')
    await restart({}, 'SIGKILL')
    await called('room-created', { RoomSid: sid('RM') })
    await replayed(get, id)
    const replays = receiver.events().filter(({ reelayreplay }) => reelayreplay === id)
    t.same(new Set(replays.map(({ subject }) => subject)), new Set(sids), 'each of them')

    const slow = await post<Listed<ReplayItem>>('replays', { sink: 'hook', filter, rate: 0.5 })
    const cancelled = slow.items[0]!.id
    t.same(await ask('DELETE', `replays/${cancelled}`), { status: 200, body: { cancelled: true } })
    t.same(await ask('DELETE', `replays/${cancelled}`), { status: 200, body: { cancelled: false } })
    t.equal((await ask('DELETE', 'replays/rp-none')).status, 404)
    t.match(await get(`replays/${cancelled}`), { state: 'cancelled' })
    const all = await get<Listed<ReplayItem>>('replays')
    t.same(
      all.items.map(each => each.id),
      [cancelled, id],
    )
    t.equal((await ask('POST', 'replays', { sink: 'nobody', filter })).status, 404)
  })

  t.test('a paused sink keeps its place, and goes on there', async t => {
    const { get, post, ask, called, receiver, restart } = await start(t)
    await called('recording-completed', { RecordingSid: sid('RT') })
    await caughtUp(get, 'hook')
    t.match(await post('sinks/hook/pause'), { name: 'hook', pausedAt: /^2/ })
    receiver.requests.length = 0
    await called('recording-completed', { RecordingSid: sid('RT') })
    await restart()
    await called('recording-completed', { RecordingSid: sid('RT') })
    t.match(await sinkOf(get, 'hook'), { lag: 2, pausedAt: /^2/ })
    t.match(await get('status'), { ok: false, needs: [{ what: 'paused' }] })
    t.equal(receiver.requests.length, 0)
    t.notOk('pausedAt' in (await post<SinkItem>('sinks/hook/resume')))
    await caughtUp(get, 'hook')
    t.equal(receiver.requests.length, 2)
    t.equal((await ask('POST', 'sinks/nobody/pause', {})).status, 404)
  })

  t.test('a sink goes back, and on; a new one starts where it is told', async t => {
    const { get, post, ask, called, receiver, restart } = await start(t)
    const sids = [sid('RT'), sid('RT'), sid('RT')]
    for (const RecordingSid of sids) await called('recording-completed', { RecordingSid })
    await caughtUp(get, 'hook')
    receiver.requests.length = 0
    await post('sinks/hook/rewind', { to: 'beginning' })
    await caughtUp(get, 'hook')
    await eventually(
      async () => receiver.requests.length,
      count => count >= 3,
    )
    t.same(new Set(receiver.events().map(({ subject }) => subject)), new Set(sids))
    t.notOk(receiver.events().some(each => 'reelayreplay' in each))

    t.match(await post('sinks/down/skip', { to: 'now' }), { name: 'down', lag: 0 })
    const events = await get<Listed<EventItem>>('events?sink=down&state=skipped')
    t.equal(events.items.length, 3)

    t.same(await post('sinks/late', { from: 'now' }), { result: 'added' })
    t.same(await post('sinks/late', { from: 'beginning' }), { result: 'exists' })
    t.match(await sinkOf(get, 'late'), { configured: false, lag: 0 })
    const later = sid('RT')
    await called('recording-completed', { RecordingSid: later })
    await caughtUp(get, 'hook')
    receiver.requests.length = 0
    await restart({ sinks: [{ name: 'late', url: receiver.url }] })
    await caughtUp(get, 'late')
    t.same(
      receiver.events().map(({ subject }) => subject),
      [later],
    )
    for (const [path, body] of [
      ['sinks/late/rewind', { to: 'now' }],
      ['sinks/late/skip', { to: 'beginning' }],
      ['sinks/late/rewind', {}],
      ['sinks/late/rewind', { to: 'yesterday' }],
      ['sinks/late/rewind', { to: 'beginning', and: 'more' }],
    ] as const) {
      t.equal((await ask('POST', path, body)).status, 400, path)
    }
  })

  t.test('what is purged is gone, is said where it went, and does not come again', async t => {
    const { get, post, ask, called, service } = await start(t)
    const [ada, bob, room] = [sid('RT'), sid('RT'), sid('RM')]
    const adas = { RecordingSid: ada, ParticipantIdentity: 'ada@example.com' }
    await called('recording-completed', adas)
    await called('recording-completed', { RecordingSid: bob, RoomSid: room, RoomName: 'Bobs' })
    await caughtUp(get, 'hook')
    const would = await post<PurgeResult>('purges', {
      participant: 'ada@example.com',
      dryRun: true,
    })
    t.match(would, { callbacks: 1, delivered: [{ sink: 'hook', count: 1 }] })
    t.match(await get(`recordings/${ada}`), { history: [{ callback: {} }] })
    const did = await post<PurgeResult>('purges', { participant: 'ada@example.com' })
    t.same(did, would)
    const line = await service().line(({ event }) => event === 'operator.action')
    t.match(line, { operator: 'loopback', action: 'purged', count: 1 })
    const { history } = await get<RecordingHistory>(`recordings/${ada}`)
    t.match(history, [{ purgedAt: /^2/ }])
    t.notOk('callback' in history[0]!)
    t.match(await get(`events/${history[0]!.id}`), { purgedAt: /^2/ })
    await called('recording-completed', adas)
    await service().line(({ event }) => event === 'callback.duplicate')
    t.match(await get('status'), { store: { callbacks: 1, purged: 1 } })
    t.match(await post('purges', { room: 'Bobs', dryRun: true }), { callbacks: 1 })
    t.match(await post('purges', { room }), { callbacks: 1 })
    t.match(await post('purges', { before: '2030-01-01T00:00:00Z' }), { callbacks: 0 })
    for (const body of [{}, { room, before: '2030-01-01T00:00:00Z' }, { before: 'ages ago' }]) {
      t.equal((await ask('POST', 'purges', body)).status, 400)
    }
  })

  t.test('who follows is told of each event once, and goes on behind the last', async t => {
    const { called, service } = await start(t)
    const base = `http://127.0.0.1:${service().adminPort}/api/v1/events/stream`
    await called('recording-completed', { RecordingSid: sid('RT') })
    const stop = new AbortController()
    const followed = await fetch(`${base}?type=twilio.video.recording.*`, { signal: stop.signal })
    t.equal(followed.headers.get('content-type'), 'text/event-stream')
    const reader = followed.body!.pipeThrough(new TextDecoderStream()).getReader()
    t.equal((await reader.read()).value, ': following\n\n')
    const next = sid('RT')
    await called('room-created', { RoomSid: sid('RM') })
    await called('recording-completed', { RecordingSid: next })
    const { value = '' } = await reader.read()
    t.match(value, new RegExp(`^id: \\d+\nevent: event\ndata: .*${next}.*\n\n$`))
    stop.abort()
    const again = await fetch(base, { headers: { 'last-event-id': '0' } })
    const first = await again.body!.pipeThrough(new TextDecoderStream()).getReader().read()
    t.equal(first.value?.match(/^id: /gm)?.length, 3, 'all that there is, behind nothing')
    const bad = await fetch(`${base}?state=dead`)
    t.equal(bad.status, 400)
    t.equal((await fetch(`${base}?limit=3`)).status, 400)
  })
}

type Get = Deployment['get']

async function sinkOf(get: Get, name: string): Promise<SinkItem | undefined> {
  const { items } = await get<Listed<SinkItem>>('sinks')
  return items.find(each => each.name === name)
}

async function caughtUp(get: Get, name: string): Promise<void> {
  await eventually(
    () => sinkOf(get, name),
    sink => sink?.lag === 0,
  )
}

async function deadLetters(get: Get, count: number): Promise<void> {
  await eventually(
    () => get<Listed<DeadLetterItem>>('dead-letters'),
    ({ items }) => items.length === count,
  )
}

async function replayed(get: Get, id: string): Promise<void> {
  await eventually(
    () => get<ReplayItem>(`replays/${id}`),
    ({ state }) => state !== 'running',
  )
}
