import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import t from 'tap'
import { Unstored } from '../../src/domain/journal.ts'
import type { CallbackMessage } from '../../src/http/callback-record.ts'
import { bare, genuine, post, receipt, startCallbacks } from './callback-server.ts'

t.test('what is counted', async t => {
  const messages: CallbackMessage[] = []
  const listener = (message: unknown) => messages.push(message as CallbackMessage)
  subscribe('reelay:callback', listener)
  t.teardown(() => unsubscribe('reelay:callback', listener))
  const { ask } = await startCallbacks(t, {
    verify: request =>
      request.target === '/callbacks/no'
        ? { genuine: false, reason: 'body-changed', diagnosed: true, hint: '' }
        : genuine(request),
    inbox: {
      async append({ target }) {
        if (target === '/callbacks/full') throw new Unstored('disk-full', '')
        return receipt
      },
    },
  })
  await ask(post('A=1'))
  await ask(post('A=1', '/callbacks/no'))
  await ask(post('A=1', '/callbacks/full'))
  await ask(bare('GET', '/'))
  await ask(bare('GET', '/healthz'))
  t.match(messages, [
    { outcome: 'stored' },
    { outcome: 'refused', reason: 'body-changed' },
    { outcome: 'unstored', reason: 'disk-full' },
    { outcome: 'rejected', reason: 'not-found', ms: 0 },
  ])
  t.equal(messages.length, 4)
  for (const { ms } of messages) t.ok(ms >= 0 && ms < 60_000)
})
