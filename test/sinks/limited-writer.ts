// Run under a limit of file size. Appends lines to a file, `100:5` five of 100 bytes, and tells how
// each attempt went.
import { appendFile } from '../../src/sinks/append-file.ts'

const [path = '', ...attempts] = process.argv.slice(2)
// The kernel's way to say that the limit is reached, beside EFBIG.
process.on('SIGXFSZ', () => {})

const file = appendFile(path)
const { signal } = new AbortController()
const outcomes: string[] = []
for (const attempt of attempts) {
  const [bytes = 0, count = 0] = attempt.split(':').map(Number)
  const lines = Buffer.from(`${'x'.repeat(bytes - 1)}\n`.repeat(count))
  const told = file.append(lines, signal).then(() => 'ok')
  outcomes.push(await told.catch(error => error.code))
}
await file.close()
process.stdout.write(outcomes.join(' '))
