import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { bare, post, startCallbacks } from './callback-server.ts'

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

/** Requests that cost something, and must not leave anything behind. */
const hostile = [
  post('a'.repeat(65_537)),
  post('&'.repeat(65_536)),
  post('A=1').slice(0, -1),
  bare('GET', `/callbacks?${'a'.repeat(60_000)}`),
  bare('GET', '/callbacks', `X: ${'a'.repeat(40_000)}`),
  bare('PROPFIND', '/callbacks'),
  bare('CONNECT', '/callbacks'),
  post('A=1', '/callbacks', 'Expect: nothing'),
  `${bare('POST', '/callbacks', 'Transfer-Encoding: chunked')}zz`,
  'garbage\r\n\r\n',
]

t.test('memory stays flat under hostile requests', async t => {
  const { open, lines, received, stored, ask } = await startCallbacks(t, {
    verify: () => ({ genuine: false, reason: 'signature-missing', diagnosed: true, hint: '' }),
  })

  async function round(count: number): Promise<number> {
    for (let done = 0; done < count; done += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => attack(done + index)))
      for (const list of [lines, received, stored]) list.length = 0
    }
    gc()
    return process.memoryUsage().heapUsed
  }
  async function attack(number: number): Promise<void> {
    const client = await open()
    // a type of its own each time: caches by type must be bounded too
    client.send(hostile[number % hostile.length]!.replace('charset=UTF-8', `charset=${number}`))
    client.socket.end()
    await client.answer()
    client.socket.resetAndDestroy()
    await client.closed
  }

  const before = await round(600)
  const after = await round(2_400)
  t.ok(after - before < 8 * 1024 * 1024, `heap grew by ${after - before} bytes`)
  t.equal((await ask(post('A=1'))).status, 403, 'and it still serves')
})
