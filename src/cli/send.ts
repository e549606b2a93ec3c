import { type CallbackMethod, callbackMethods } from '../domain/callback.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Field } from '../twilio/form.ts'
import {
  randomSid,
  type SampleEvent,
  sampleCallback,
  sampleEvents,
  sampleResource,
} from '../twilio/sample.ts'
import { type CallbackToSign, signRequest } from '../twilio/sign.ts'
import { joinUrl, splitUrl } from '../twilio/url-text.ts'
import { readAuthTokens } from './auth-tokens.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { curlCommand } from './curl-command.ts'
import { sendRequest } from './send-request.ts'

/** As long as the provider waits. */
const timeoutMs = 15_000

/** `reelay send`: an invented callback, signed and sent as the provider would. */
export const command: Command = {
  name: 'send',
  summary: 'Send an invented, signed callback to a URL, as the provider would.',
  usage: `Usage: reelay send URL [options]

  --event NAME         What happened; recording-completed unless given. One of:
${listed(sampleEvents)}
  --method METHOD      ${callbackMethods.join(', ')}; POST unless given.
  --account SID        The account that the callback says it is of.
  --auth-token TOKEN   Signs; else TWILIO_AUTH_TOKEN or TWILIO_AUTH_TOKEN_FILE (the first by comma).
  --field NAME=VALUE   Sets or adds a field; may be given several times.
  --json               Send the recording as a JSON resource (recording events only).
  --public-url URL     Sign for this public URL, and send to URL nevertheless.
  --forge              Sign with a token of chance: the answer should be 403.
  --curl               Print the curl command instead of sending.

Prints the answer's status, the time it took, and its body. Exit code 0 on 2xx, else 1;
64 if used wrongly, 78 if the environment is wrong.

Examples:
  reelay send http://127.0.0.1:8080/callbacks --public-url https://hooks.example.com
  reelay send https://hooks.example.com/callbacks --event room-ended --field 'RoomName=My room'
`,
  options: {
    event: { type: 'string', default: 'recording-completed' },
    method: { type: 'string', default: 'POST' },
    account: { type: 'string' },
    'auth-token': { type: 'string' },
    field: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    'public-url': { type: 'string' },
    forge: { type: 'boolean', default: false },
    curl: { type: 'boolean', default: false },
  },
  positionals: 1,
  async run(args, io) {
    const callback = signRequest(readCallback(args, io))
    if (args.values['curl'] === true) {
      io.stdout.write(`${curlCommand(callback)}\n`)
      return exitCodes.ok
    }
    try {
      const { status, statusText, body, ms } = await sendRequest(callback, timeoutMs)
      io.stdout.write(`${status} ${statusText} in ${ms.toFixed(1)} ms\n${body && `${body}\n`}`)
      return status >= 200 && status < 300 ? exitCodes.ok : exitCodes.failed
    } catch (error) {
      io.stderr.write(`Not sent, or no whole answer: ${reasonOf(error)}\n`)
      return exitCodes.failed
    }
  },
}

function readCallback(args: CommandArgs, io: CommandIo): CallbackToSign {
  const { values } = args
  const method = String(values['method']).toUpperCase()
  if (!isMethod(method)) throw usage(`--method must be one of ${callbackMethods.join(', ')}.`)
  const event = String(values['event'])
  if (!isEvent(event)) throw usage(`--event must be one of:\n${listed(sampleEvents)}`)
  const json = values['json'] === true
  if (json && !event.startsWith('recording-')) throw usage('--json is for recording events only.')
  const fields = sampleCallback(event, { ...fresh(event), ...overrides(args) })
  const publicUrl = values['public-url']
  return {
    method,
    url: readUrl(args),
    authToken: values['forge'] === true ? randomSid('') : readAuthTokens(args, io)[0],
    ...(json ? { json: sampleResource(fields) } : { fields }),
    ...(typeof publicUrl === 'string' ? { publicUrl: publicUrl.replace(/\/+$/, '') } : {}),
  }
}

function readUrl({ positionals }: CommandArgs): string {
  const parts = splitUrl(positionals[0] ?? '')
  if (parts === undefined || !/^https?:\/\/$/i.test(parts.scheme) || parts.host === '') {
    throw usage('URL must be absolute, like http://127.0.0.1:8080/callbacks.')
  }
  return parts.rest.startsWith('/') ? joinUrl(parts) : joinUrl({ ...parts, rest: `/${parts.rest}` })
}

/** What makes it another callback than the last one that was sent. */
function fresh(event: SampleEvent): Record<string, string> {
  const now = new Date().toISOString()
  const isRecording = event.startsWith('recording-')
  const values = {
    Timestamp: isRecording ? now.replace('Z', '000Z') : now,
    RecordingSid: randomSid(isRecording ? 'RT' : 'RE'),
    CompositionSid: randomSid('CJ'),
  }
  const names = new Set(sampleCallback(event).map(([name]) => name))
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
}

function overrides({ values }: CommandArgs): Record<string, string> {
  const given = values['account'] === undefined ? [] : [['AccountSid', String(values['account'])]]
  const fields = [values['field'] ?? []].flat().map((text): Field => {
    const [name = '', ...rest] = String(text).split('=')
    if (rest.length === 0) throw usage(`--field must be NAME=VALUE, not ${JSON.stringify(text)}.`)
    return [name, rest.join('=')]
  })
  return Object.fromEntries([...given, ...fields])
}

function isMethod(text: string): text is CallbackMethod {
  return (callbackMethods as readonly string[]).includes(text)
}

function isEvent(text: string): text is SampleEvent {
  return (sampleEvents as readonly string[]).includes(text)
}

function listed(names: readonly string[]): string {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last === undefined || last.length + name.length > 90) lines.push(`    ${name}`)
    else lines[lines.length - 1] = `${last}, ${name}`
  }
  return lines.join(',\n')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node's client tells an aborted signal by an error of its own, with the signal's reason in it.
  const { name } = error.cause instanceof Error ? error.cause : error
  if (name === 'TimeoutError') return `nothing within ${timeoutMs / 1000} s`
  return error.message || String((error as NodeJS.ErrnoException).code)
}

function usage(message: string): FatalError {
  return new FatalError(exitCodes.usage, `${message}\nSee: reelay send --help`)
}
