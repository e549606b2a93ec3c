// Run under a limit of file size: appends the lines of its input's size to a file, and says how it went.
import { appendFile } from '../../src/sinks/append-file.ts'

const [path = '', ...sizes] = process.argv.slice(2)
// The kernel's way to say that the limit is reached, beside EFBIG.
process.on('SIGXFSZ', () => {})

const file = appendFile(path)
const outcomes: string[] = []
for (const size of sizes.map(Number)) {
  const lines = Buffer.from(`${'x'.repeat(99)}\n`.repeat(size / 100))
  const { signal } = new AbortController()
  outcomes.push(
    await file.append(lines, signal).then(
      () => 'ok',
      error => error.code,
    ),
  )
}
await file.close()
process.stdout.write(outcomes.join(' '))
