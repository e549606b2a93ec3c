import type { SignedCallback } from '../twilio/sign.ts'

/** The shell command that sends a signed callback, byte for byte, by curl. */
export function curlCommand({ method, url, headers, body }: SignedCallback): string {
  const names = Object.keys(headers).filter(name => name !== 'content-length')
  const parts = [
    'curl --include --globoff --path-as-is',
    method === 'HEAD' ? '--head' : `--request ${method}`,
    ...names.map(name => `--header ${quoted(`${name}: ${headers[name]}`)}`),
    ...(body === '' ? [] : [`--data-raw ${quoted(body)}`]),
    quoted(url),
  ]
  return parts.join(' \\\n  ')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
