import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadStore } from '../config/load-store.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { CommandIo } from './command.ts'
import { fillStore } from './fill-store.ts'
import { inventedRooms } from './invented-rooms.ts'

const days = 20
const most = 10_000_000

/**
 * Fills an empty store with so many invented callbacks, and says how to go on. Resolves to the exit
 * code.
 */
export async function demoFill(text: string, io: CommandIo): Promise<number> {
  const count = /^\d{1,8}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > most) {
    const message = `--fill must be a number from 1 to ${most}, not ${JSON.stringify(text)}.`
    throw new FatalError(exitCodes.usage, `${message}\nSee: reelay demo --help`)
  }
  const isOwn = !io.env['REELAY_STORE'] && !io.env['REELAY_STORE_FILE']
  const folder = join(io.cwd, 'reelay-demo')
  const own: StoreSettings = { engine: 'sqlite', path: join(folder, 'reelay.db') }
  const store = isOwn ? own : loadStore(io)
  const began = performance.now()
  const counts = await fillStore(store, inventedRooms(count, { until: Date.now(), days }), done => {
    if (done % 20_000 === 0) io.stderr.write(`${done} of ${count}\n`)
  })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const { stored, duplicate, quarantined } = counts
  io.stdout.write(
    `${stored} events, ${quarantined} quarantined callbacks and ${duplicate} duplicates in ${seconds} s.\n`,
  )
  if (isOwn) io.stdout.write(await howToServe(folder))
  return exitCodes.ok
}

/**
 * Writes a configuration beside the store: one sink that takes all, and one that nobody answers.
 */
async function howToServe(folder: string): Promise<string> {
  const config = {
    accounts: [0, 1, 2].map(number => ({
      accountSid: `AC${number}0c0ffee00c0ffee00c0ffee00c0ffee`,
      authTokens: [randomBytes(16).toString('hex')],
    })),
    publicUrl: 'https://demo.example.com',
    store: 'sqlite:./reelay.db',
    sinks: [
      { name: 'events', url: 'file:./events.ndjson' },
      { name: 'down', url: 'http://127.0.0.1:9/', types: ['twilio.video.recording.*'] },
    ],
  }
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'reelay.config.json')
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  return `\nServe it, then look around from another terminal:

  REELAY_CONFIG=./reelay-demo/reelay.config.json reelay serve
  reelay status
  reelay recordings --status stalled
`
}
