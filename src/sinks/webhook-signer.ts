import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Webhook } from 'standardwebhooks'

/** Signs by Standard Webhooks: the headers of one message. `at` is when it is sent. */
export type WebhookSigner = (id: string, at: Date, body: string) => Record<string, string>

export interface SecretOptions {
  /** `whsec_…`; several while rotating: the receiver accepts any one of the signatures. */
  secret?: string | readonly string[]
  /** A file with one secret per line, instead. */
  secretFile?: string
}

/** The secrets themselves. Throws where the file can't be read. */
export function webhookSecrets(options: SecretOptions, baseDir: string): string[] {
  const { secret = [], secretFile } = options
  if (secretFile === undefined) return [secret].flat()
  const lines = readFileSync(resolve(baseDir, secretFile), 'utf8').split('\n')
  return lines.map(line => line.trim()).filter(line => line !== '')
}

/** Throws where a secret is not base64, with or without `whsec_` before it. */
export function webhookSigner(secrets: readonly string[]): WebhookSigner {
  const webhooks = secrets.map(secret => new Webhook(secret))
  if (webhooks.length === 0) return () => ({})
  return (id, at, body) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': webhooks.map(webhook => webhook.sign(id, at, body)).join(' '),
  })
}
