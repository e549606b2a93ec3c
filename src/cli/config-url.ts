import { exitCodes, FatalError } from '../domain/errors.ts'
import {
  buildCallbackUrl,
  type CallbackPlace,
  lintCallbackUrl,
  type UrlFinding,
} from '../twilio/callback-url.ts'
import { withoutUserInfo } from '../twilio/url-text.ts'
import type { CommandArgs, CommandIo } from './command.ts'
import { pasteLines } from './config-paste.ts'
import { inspect } from './inspect.ts'
import { printable, printableJson } from './output/printable.ts'
import { write } from './output/write.ts'

/** `reelay config url`: the URL to give to the provider, looked at, and how to give it. */
export async function callbackUrl(args: CommandArgs, io: CommandIo): Promise<number> {
  const place = await callbackPlace(io)
  const method = String(args.values['method'] ?? 'POST').toUpperCase()
  const urls = args.positionals[1] === undefined ? builtUrls(place) : [args.positionals[1]]
  const looked = urls.map(url => ({ url, findings: lintCallbackUrl(url, method, place) }))
  const lost = looked.some(({ findings }) => findings.some(({ level }) => level === 'loss'))
  if (args.values['json'] === true) {
    const items = looked.map(({ url, findings }) => ({ url: shown(url), method, findings }))
    await write(io.stdout, `${printableJson({ ok: !lost, items })}\n`)
  } else {
    const texts = looked.map(({ url, findings }) => urlText(url, method, findings))
    await write(io.stdout, texts.join('\n'))
  }
  return lost ? exitCodes.failed : exitCodes.ok
}

/** What matters of the configuration here; mistakes elsewhere are another command's. */
async function callbackPlace(io: CommandIo): Promise<CallbackPlace> {
  const { settings, mistakes } = await inspect(io)
  const own = mistakes.filter(({ place }) =>
    /PUBLIC_URL|CALLBACK_PATH|REELAY_CONFIG|: \/(?:publicUrl|callbackPath)?$|:\d+:\d+$/.test(place),
  )
  if (own.length > 0) {
    const lines = own.map(({ place, message }) => `${place}: ${message}`)
    throw new FatalError(exitCodes.config, lines.join('\n'))
  }
  return settings
}

function builtUrls({ publicUrls, callbackPath }: CallbackPlace): string[] {
  if (publicUrls.length === 0) {
    const message =
      'REELAY_PUBLIC_URL: not set, so nobody knows what the URL begins with. Set it to what the ' +
      'outside world calls this receiver, as in: https://hooks.example.com'
    throw new FatalError(exitCodes.config, message)
  }
  return publicUrls.map(url => buildCallbackUrl(url, callbackPath))
}

function urlText(url: string, method: string, findings: readonly UrlFinding[]): string {
  const words = { loss: 'FAIL', doubt: 'warn' } as const
  const lines = findings.map(
    ({ level, part, message }) => `  ${words[level]}  ${part}: ${printable(message)}\n`,
  )
  const hidden = shown(url) === url ? '' : 'Put your user and password in place of ***.\n'
  const found = lines.length === 0 ? '  ok\n' : lines.join('')
  const lost = findings.some(({ level }) => level === 'loss')
  const paste = lost ? '' : `\n${hidden}${pasteLines(printable(shown(url)), method)}`
  return `${printable(shown(url))}\n${found}${paste}`
}

function shown(url: string): string {
  const bare = withoutUserInfo(url)
  return bare === url ? url : bare.replace('://', '://***@')
}
