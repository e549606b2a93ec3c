import express from 'express'
import { Pool } from 'pg'
import { webhook } from 'twilio/lib/webhooks/webhooks.js'
import { benchToken, benchUrl } from '../requests.ts'
import { announce, openLog } from './common.ts'

const log = openLog()
const max = Number(process.env['BENCH_POOL'])
const pool = new Pool({ connectionString: process.env['BENCH_STORE']!, max })
await pool.query('CREATE TABLE IF NOT EXISTS callback (id text PRIMARY KEY, body jsonb NOT NULL)')

const app = express()
app.use(express.urlencoded({ extended: false }))
app.post('/callbacks', webhook({ url: benchUrl }, benchToken), async (request, response) => {
  const { RecordingSid: recordingSid, StatusCallbackEvent: event } = request.body
  await pool.query({
    name: 'insert',
    text: 'INSERT INTO callback VALUES ($1, $2) ON CONFLICT DO NOTHING',
    values: [`${recordingSid}-${event}`, JSON.stringify(request.body)],
  })
  log.info({ event: 'callback', recordingSid }, 'Answered')
  response.status(204).end()
})
const server = app.listen(0, '127.0.0.1', () => announce(server.address()))
