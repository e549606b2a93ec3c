import t from 'tap'
import { decodedPath, originForm, pathOf } from '../../src/http/target.ts'

t.test('the origin-form of what came over the wire', async t => {
  const same = ['/', '/a?b', '/%41%2f', '//a', '/a?%', '/a?b=?c', '/!$&\'()*+,;=:@~"<>[]\\^`{|}']
  for (const target of same) t.equal(originForm(target), target)
  const absolute = {
    'http://a/b?c': '/b?c',
    'HTTPS://user:word@a:1/': '/',
    'http://a': '/',
    'http://a?b=/c': '/?b=/c',
    'http:///b': '/b',
    'http://a//b': '//b',
  }
  for (const [target, origin] of Object.entries(absolute)) t.equal(originForm(target), origin)
  const none = ['', '*', 'a:443', 'a', 'ftp://a/b', 'http:/a', '/#', '/a?b#c', '/\x7f', '/a b']
  for (const target of [...none, '/\xe9', '/\0', '/%', '/%4', '/%zz?a', '/%c3', 'http://a#b']) {
    t.equal(originForm(target), undefined, JSON.stringify(target))
  }
})

t.test('paths', async t => {
  t.equal(pathOf('/a%20b?c?d'), '/a%20b')
  t.equal(pathOf('/a'), '/a')
  t.equal(decodedPath('/%C3%A9%2Fb?c'), '/é%2Fb')
})
