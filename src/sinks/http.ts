import type { CloudEvent } from '../domain/event.ts'
import type { FailedDelivery, SinkModule, SinkSetup } from '../domain/sink.ts'
import { type HttpOptions, httpMistakes, httpOptionsSchema } from './http-options.ts'
import { httpTarget } from './http-target.ts'
import { personalTexts } from './mask-event.ts'
import { messageOf } from './message-of.ts'
import { type Answer, poster } from './post.ts'
import { redact } from './redact.ts'
import { retryAfterMs } from './retry-after.ts'
import { webhookSecrets, webhookSigner } from './webhook-signer.ts'

/** The receiver will never take these events; every other failure is the sink's own trouble. */
const finalStatuses = [400, 413, 415, 422]
const causeLength = 200

/** What became of one event: the short word for the ledger, and the failure, if it is one. */
interface Outcome {
  answer: string
  failed?: FailedDelivery
}

/** `http://…` and `https://…`, one structured CloudEvent per POST. */
const httpSink: SinkModule<HttpOptions> = {
  kind: 'http',
  options: httpOptionsSchema,
  batchSize: 24,
  check: httpMistakes,

  create(setup) {
    const postEvent = eventPoster(setup)
    return {
      async deliver(batch, { signal }) {
        signal.throwIfAborted()
        const failures: Outcome[] = []
        let answer = ''
        const queue = batch.values()
        const worker = async () => {
          for (const event of queue) {
            const outcome = await postEvent.deliver(event, signal)
            if (outcome.failed) failures.push(outcome)
            else answer = outcome.answer
          }
        }
        const workers = Math.min(setup.options.concurrency, batch.length)
        await Promise.all(Array.from({ length: workers }, worker))
        // What was delivered before the end of time is reported, so that it need not come again.
        if (signal.aborted && failures.length === batch.length) throw signal.reason
        return {
          answer: failures[0]?.answer ?? answer,
          failed: failures.flatMap(({ failed }) => failed ?? []),
        }
      },
      close: postEvent.close,
    }
  },
}

export default httpSink

function eventPoster({ url, options, baseDir, personalData }: SinkSetup<HttpOptions>) {
  const target = httpTarget(url)
  const keys = webhookSecrets(options, baseDir)
  const sign = webhookSigner(keys)
  const secrets = [...target.secrets, ...keys, ...Object.values(options.headers)]
  const connections = poster(target.url.protocol, options.concurrency)
  const fixedHeaders = {
    'user-agent': 'reelay',
    ...options.headers,
    ...(target.authorization === undefined ? {} : { authorization: target.authorization }),
    'content-type': 'application/cloudevents+json',
  }

  async function send(event: CloudEvent, delivery: AbortSignal): Promise<Answer> {
    const json = JSON.stringify(event)
    const body = Buffer.from(json)
    const headers = {
      ...fixedHeaders,
      ...sign(event.id, new Date(), json),
      'content-length': String(body.length),
    }
    const timeout = AbortSignal.timeout(options.requestTimeout * 1000)
    const signal = AbortSignal.any([delivery, timeout])
    return connections.post({ url: target.url, headers, body, signal })
  }

  async function deliver(event: CloudEvent, signal: AbortSignal): Promise<Outcome> {
    const { id } = event
    if (signal.aborted) return { answer: 'aborted', failed: { id, cause: 'aborted unsent' } }
    try {
      const answer = await send(event, signal)
      const word = String(answer.status)
      if (word.startsWith('2')) return { answer: word }
      const hidden = personalData ? secrets : [...secrets, ...personalTexts(event)]
      return { answer: word, failed: refusal(id, answer, hidden) }
    } catch (error) {
      if (signal.aborted) return { answer: 'aborted', failed: { id, cause: 'aborted' } }
      const { code, name } = error as NodeJS.ErrnoException
      if (name === 'TimeoutError') {
        const cause = `no answer within ${options.requestTimeout} s`
        return { answer: 'timeout', failed: { id, cause } }
      }
      const cause = redact(messageOf(error), secrets)
      return { answer: code ?? 'failed', failed: { id, cause } }
    }
  }

  return { deliver, close: connections.close }
}

function refusal(id: string, answer: Answer, hidden: readonly string[]): FailedDelivery {
  const { status, start, retryAfter } = answer
  const waitMs = retryAfterMs(retryAfter, Date.now())
  const line = /\S[^\r\n]*/.exec(start)?.[0] ?? ''
  const said = redact(line.replaceAll(/\p{Cc}/gu, ' '), hidden)
    .slice(0, causeLength)
    .trim()
  return {
    id,
    cause: said === '' ? String(status) : `${status}: ${said}`,
    ...(finalStatuses.includes(status) ? { final: true } : {}),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  }
}
