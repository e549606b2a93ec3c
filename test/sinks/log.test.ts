import t from 'tap'
import type { CloudEvent } from '../../src/domain/event.ts'
import { checkSink } from '../../src/sinks/load.ts'
import { conformance } from './conformance.ts'
import { makeEvent, sid } from './events.ts'
import { contextOf, load, settingsOf, silent } from './load-for-test.ts'

function recorder() {
  const lines: { facts: Record<string, unknown>; msg: string | undefined }[] = []
  let broken = false
  const log = {
    ...silent,
    info(facts: object, msg?: string) {
      if (broken) throw new Error('the log is gone')
      lines.push({ facts: { ...facts }, msg })
    },
  }
  const setBroken = (now: boolean) => {
    broken = now
  }
  return { log, lines, setBroken }
}

t.test('conforms', async t => {
  conformance(
    t,
    async () => {
      const { log, lines, setBroken } = recorder()
      return {
        url: 'log:',
        log,
        received: () => lines.map(({ facts }) => facts['cloudevent'] as CloudEvent),
        fail() {
          setBroken(true)
          return () => setBroken(false)
        },
        open: () => 0,
      }
    },
    { hangs: false },
  )
})

async function lineOf(event: CloudEvent, personalData?: boolean) {
  const { log, lines } = recorder()
  const { sink } = await load('log:', {}, personalData === undefined ? {} : { personalData })
  await sink.deliver([event], contextOf({ log }))
  return lines[0]?.facts
}

t.test('the line says what happened to what', async t => {
  const event = makeEvent(7)
  t.match(await lineOf(event), {
    event: 'event.relayed',
    id: event.id,
    type: event.type,
    accountSid: sid('AC', 0xbeef),
    recordingSid: event.subject,
    cloudevent: { specversion: '1.0', id: event.id },
  })
  const room = { ...event, subject: sid('RM', 1), source: 'elsewhere' }
  t.same(Object.keys((await lineOf(room)) ?? {}), ['event', 'id', 'type', 'cloudevent'])
})

const secretive = makeEvent(1, {
  room: { sid: sid('RM', 1), name: 'ward-12' },
  participant: { sid: sid('PA', 1), identity: 'ines@example.org' },
  track: { sid: sid('MT', 1), kind: 'audio', name: 'ines-mic' },
  composition: { hookFriendlyName: 'nightly ward' },
  recording: {
    trackName: 'ines-camera',
    statusCallback: 'https://ines:pw-one@hooks.example.org/callbacks?tenant=ward-12&token=tok-1',
    links: { media: 'https://video.example.org/media#frag-1' },
  },
  extra: { Note: 'about ines', Nested: ['ines', { deep: 'ines' }] },
  callback: { method: 'POST', path: '/callbacks', query: { tenant: 'ward-12', token: 'tok-1' } },
  failure: { operation: 'RecordingUpload', errorMessage: 'Error: bucket missing?' },
})

t.test('personal data is masked, SIDs and facts are not', async t => {
  const line = await lineOf(secretive)
  const text = JSON.stringify(line)
  for (const hidden of ['ines', 'ward', 'pw-one', 'tok-1', 'frag-1']) t.notMatch(text, hidden)
  t.match(line?.['cloudevent'], {
    data: {
      room: { sid: sid('RM', 1), name: '[masked]' },
      track: { kind: 'audio' },
      recording: {
        statusCallback: 'https://[masked]@hooks.example.org/callbacks?[masked]',
        links: { media: 'https://video.example.org/media?[masked]' },
      },
      extra: { Note: '[masked]' },
      callback: { method: 'POST', path: '/callbacks', query: { tenant: '[masked]' } },
      failure: { errorMessage: 'Error: bucket missing?' },
    },
  })
  t.equal(secretive.data['room']?.['name' as never], 'ward-12', 'the event itself is untouched')
})

t.test('personal data is shown when asked for, secrets never', async t => {
  const text = JSON.stringify(await lineOf(secretive, true))
  for (const shown of ['ines-camera', 'ward-12', 'about ines', 'ines@example.org']) {
    t.match(text, shown)
  }
  for (const hidden of ['pw-one', 'tok-1', 'frag-1']) t.notMatch(text, hidden)
})

t.test('takes nothing after the colon', async t => {
  const deps = { log: silent, baseDir: '/' }
  t.match(await checkSink(settingsOf('log:x'), deps), [/^\/url: log: takes nothing/])
})
