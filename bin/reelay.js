#!/usr/bin/env node
// Plain old JavaScript: an old Node has to read this far to be told that it is old.
var major = Number(process.versions.node.split('.')[0])

if (major < 24) {
  process.stderr.write(
    'Reelay needs Node.js 24 or newer; this is ' +
      process.version +
      ' (' +
      process.execPath +
      ').\n' +
      'Install Node.js 24 (https://nodejs.org), or in a checkout run "npm ci" with scripts\n' +
      'allowed: it brings Node.js 24 for every npm script.\n',
  )
  process.exitCode = 78
} else {
  // A checkout runs its sources as they are; the package and the image have only what was built.
  // Node does not run TypeScript below node_modules.
  void import('node:fs').then(fs => {
    var source = new URL('../src/main.ts', import.meta.url)
    var installed = /\/node_modules\//.test(source.pathname)
    return import(installed || !fs.existsSync(source) ? '../dist/main.js' : source.href)
  })
}
