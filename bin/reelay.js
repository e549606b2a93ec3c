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
  // The package brings dist; a checkout may have sources only, which Node 24 runs as they are.
  void import('node:fs').then(fs => {
    var built = new URL('../dist/main.js', import.meta.url)
    return import(fs.existsSync(built) ? built.href : '../src/main.ts')
  })
}
