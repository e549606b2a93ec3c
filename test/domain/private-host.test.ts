import t from 'tap'
import { whyPrivate } from '../../src/domain/private-host.ts'

t.test('hosts that nobody beyond this network can reach', async t => {
  for (const host of [
    '127.0.0.1',
    '10.0.0.7',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
  ]) {
    t.match(whyPrivate(host), /address/, host)
  }
  for (const host of ['[::1]', '[fd00::1]', '[fe80::1]']) t.match(whyPrivate(host), /address/, host)
  for (const host of ['localhost', 'app.localhost', 'db.internal', 'printer.local', 'x.lan']) {
    t.match(whyPrivate(host), /private network/, host)
  }
  t.match(whyPrivate('reelay'), /without a domain/)
})

t.test('others', async t => {
  for (const host of ['hooks.example.com', '172.32.0.1', '8.8.8.8', '[2600::1]', 'local.example']) {
    t.equal(whyPrivate(host), undefined, host)
  }
})
