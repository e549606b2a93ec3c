import { sendRequest } from '../../src/cli/send-request.ts'
import type { CallbackMethod } from '../../src/domain/callback.ts'
import { type SampleEvent, sampleCallback } from '../../src/twilio/sample.ts'
import { signRequest } from '../../src/twilio/sign.ts'

/** The account that the end-to-end tests' provider calls for. */
export const provider = {
  accountSid: 'AC00c0ffee00c0ffee00c0ffee00c0ffee',
  authToken: '5e1f0e5e1f0e5e1f0e5e1f0e5e1f0e5e',
  publicUrl: 'https://hooks.example.com',
}

export interface Call {
  event: SampleEvent
  fields?: Record<string, string>
  method?: CallbackMethod
  authToken?: string
  path?: string
  /** What a proxy adds. */
  headers?: Record<string, string>
}

/** Signs a callback as the provider does and sends it; resolves to the answer's status. */
export async function call(port: number, what: Call): Promise<number> {
  const { event, fields, method = 'POST', authToken = provider.authToken } = what
  const { publicUrl } = provider
  const url = `http://127.0.0.1:${port}${what.path ?? '/callbacks'}`
  const signed = sampleCallback(event, fields)
  const request = signRequest({ method, url, publicUrl, fields: signed, authToken })
  const headers = { ...request.headers, ...what.headers }
  return (await sendRequest({ ...request, headers }, 15_000)).status
}
