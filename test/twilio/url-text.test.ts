import t from 'tap'
import {
  joinUrl,
  splitUrl,
  withoutDefaultPort,
  withoutPort,
  withoutUserInfo,
  withPort,
} from '../../src/twilio/url-text.ts'

t.test('the parts of a URL make it again, byte for byte', async t => {
  for (const url of [
    'https://h.example',
    'HTTPS://u:p@x@H.example:0443//a b?c=@:/#d',
    'http://[::1]:80/',
    'http://[::1]',
    'http://h.example?x',
    'http://',
    "https://h.example/\n\u2028?'",
  ]) {
    t.equal(joinUrl(splitUrl(url)!), url)
  }
  t.match(splitUrl('http://a:b@c@h:1/p'), { userInfo: 'a:b@c@', host: 'h', port: ':1', rest: '/p' })
})

t.test('what is no absolute URL stays as it is', async t => {
  for (const text of ['', '/callbacks', 'h.example:80', '1http://x:80']) {
    t.equal(splitUrl(text), undefined)
    for (const change of [withoutPort, withPort, withoutDefaultPort, withoutUserInfo]) {
      t.equal(change(text), text)
    }
  }
})

t.test('ports', async t => {
  t.equal(withoutPort('https://u@h:8443/x:1'), 'https://u@h/x:1')
  t.equal(withPort('HTTPS://h/x'), 'HTTPS://h:443/x')
  t.equal(withPort('http://[::1]/'), 'http://[::1]:80/')
  t.equal(withPort('http://h:8080/'), 'http://h:8080/')
  t.equal(withoutDefaultPort('https://h:443/'), 'https://h/')
  t.equal(withoutDefaultPort('https://h:80/'), 'https://h:80/')
  t.equal(withoutDefaultPort('http://h:80'), 'http://h')
})
