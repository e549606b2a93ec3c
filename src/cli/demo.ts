import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { styleText } from 'node:util'
import { exitCodes } from '../domain/errors.ts'
import { randomSid } from '../twilio/sample.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { type DemoCallback, demoCallbacks } from './demo-callbacks.ts'
import { type DemoService, startDemoService } from './demo-service.ts'
import { sendRequest } from './send-request.ts'

const usage = `
Usage: reelay demo [--fill N]

Starts a receiver on free ports with a temporary store, sends it what the provider sends over the
life of a room, and what it should refuse; shows its log and the events that a sink gets. Ends by
itself with a table of what was sent and what became of it.

      --fill N  Instead: fill an empty store with N invented callbacks of the last 20 days, to try
                commands on. They go into REELAY_STORE if that is set, else into ./reelay-demo,
                with a configuration to serve them.

Exit code 0 if everything is as promised, else 1.
`

/** `reelay demo`: the main job, shown in a few seconds. */
export const command: Command = {
  name: 'demo',
  summary: 'Show the main job: a receiver, callbacks, log lines, events.',
  usage,
  options: { fill: { type: 'string' } },
  positionals: 0,
  run: (args, io) => (args.values['fill'] === undefined ? demo(io) : fillForDemo(args, io)),
}

const publicUrl = 'https://demo.example.com'
/** The events are there within a second of the 204; a slow machine gets more. */
const patience = 10_000

/** A callback and what became of it. */
interface Outcome {
  callback: DemoCallback
  status: number
  line: string
  reason: string | undefined
  delivered: boolean
  asPromised: boolean
}

async function fillForDemo({ values }: CommandArgs, io: CommandIo): Promise<number> {
  const { demoFill } = await import('./demo-fill.ts')
  return demoFill(String(values['fill']), io)
}

async function demo(io: CommandIo): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-demo-'))
  const say = (text = ''): unknown => io.stdout.write(`${text}\n`)
  try {
    const own = { accountSid: randomSid('AC'), authToken: randomBytes(16).toString('hex') }
    const sibling = { accountSid: randomSid('AC'), authToken: randomBytes(16).toString('hex') }
    const eventsFile = join(folder, 'events.ndjson')
    const config = join(folder, 'reelay.config.json')
    const accounts = [own, sibling].map(({ accountSid, authToken }) => ({
      accountSid,
      authTokens: [authToken],
    }))
    const store = `sqlite:${join(folder, 'reelay.db')}`
    const sinks = [{ name: 'events', url: `file:${eventsFile}` }]
    await writeFile(config, JSON.stringify({ accounts, publicUrl: [publicUrl], store, sinks }))

    say(heading(io, 'The log, as an operator tails it'))
    const service = await startDemoService(config, io)
    const url = `http://127.0.0.1:${service.port}/callbacks`
    const callbacks = demoCallbacks({ url, publicUrl, own, sibling })
    const outcomes: Outcome[] = []
    for (const callback of callbacks) outcomes.push(await send(callback, service))
    const wanted = callbacks.filter(({ type }) => type !== undefined).length
    const events = await readEvents(eventsFile, wanted)
    const exitCode = await service.stop()

    say(`\n${heading(io, 'The events, as a sink gets them (one of them whole)')}`)
    for (const { type, id } of events) say(`${type.padEnd(44)}${id}`)
    const whole = events.find(({ type }) => type === 'twilio.video.recording.completed')
    say(`\n${JSON.stringify(whole, null, 2)}`)

    judge(outcomes, events)
    say(`\n${heading(io, 'What was sent, and what became of it')}`)
    for (const row of table(outcomes, io)) say(row)
    return conclude(outcomes, events.length === wanted, exitCode, say)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function send(callback: DemoCallback, service: DemoService): Promise<Outcome> {
  const [{ status }, line] = await Promise.all([
    sendRequest(callback.request, patience),
    service.nextCallbackLine(),
  ])
  const { event, reason } = line as { event: string; reason?: string }
  return { callback, status, line: event, reason, delivered: false, asPromised: false }
}

type DemoEvent = { type: string; id: string }

/** Reads the file sink's events until as many are there as were stored, or patience ends. */
async function readEvents(file: string, wanted: number): Promise<DemoEvent[]> {
  const deadline = performance.now() + patience
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const lines = text.split('\n').filter(line => line !== '')
    if (lines.length >= wanted || performance.now() > deadline) {
      return lines.map(line => JSON.parse(line))
    }
    await pause(20)
  }
}

/** Compares what became of each callback with what is promised. */
function judge(outcomes: Outcome[], events: readonly DemoEvent[]): void {
  const left = events.map(({ type }) => type)
  for (const outcome of outcomes) {
    const { status, line, reason, type } = outcome.callback
    const at = type === undefined ? -1 : left.indexOf(type)
    outcome.delivered = at >= 0
    if (at >= 0) left.splice(at, 1)
    outcome.asPromised =
      outcome.status === status &&
      outcome.line === line &&
      outcome.reason === reason &&
      outcome.delivered === (type !== undefined)
  }
}

function table(outcomes: readonly Outcome[], io: CommandIo): string[] {
  const head = ['sent', 'answer', 'log line', 'event']
  const rows = outcomes.map(({ callback, status, line, reason, delivered }) => [
    callback.title,
    String(status),
    reason === undefined ? line : `${line} (${reason})`,
    delivered ? (callback.type ?? '') : '-',
  ])
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map(row => row[at]!.length)))
  const format = (row: readonly string[]): string =>
    row.map((cell, at) => cell.padEnd(widths[at]!)).join('  ')
  return [
    `    ${format(head)}`,
    ...rows.map((row, at) => `${mark(io, outcomes[at]!.asPromised)} ${format(row)}`.trimEnd()),
  ]
}

function mark(io: CommandIo, asPromised: boolean): string {
  return asPromised ? style(io, 'green', 'ok ') : style(io, 'red', 'NOT')
}

function conclude(
  outcomes: readonly Outcome[],
  eventsFit: boolean,
  exitCode: number | null,
  say: (text: string) => unknown,
): number {
  const wrong = outcomes.filter(({ asPromised }) => !asPromised).length
  if (wrong > 0) say(`\n${wrong} of ${outcomes.length} not as promised.`)
  else if (!eventsFit) say('\nThe sink did not get one event for each callback that was stored.')
  else if (exitCode !== 0) say(`\nThe receiver ended with exit code ${exitCode}.`)
  else {
    say(`\nAll ${outcomes.length} as promised.`)
    return exitCodes.ok
  }
  return exitCodes.failed
}

function heading(io: CommandIo, text: string): string {
  return style(io, 'bold', text)
}

/** Colours only on a terminal. */
function style(io: CommandIo, format: 'bold' | 'green' | 'red', text: string): string {
  const isTerminal = 'isTTY' in io.stdout && io.stdout.isTTY === true
  return isTerminal ? styleText(format, text, { validateStream: false }) : text
}
