import { DatabaseSync } from 'node:sqlite'
import express from 'express'
import { webhook } from 'twilio/lib/webhooks/webhooks.js'
import { benchToken, benchUrl } from '../requests.ts'
import { announce, openLog } from './common.ts'

const log = openLog()
const db = new DatabaseSync(process.env['BENCH_STORE']!)
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
db.exec('CREATE TABLE IF NOT EXISTS callback (id TEXT PRIMARY KEY, body TEXT NOT NULL)')
const insert = db.prepare('INSERT OR IGNORE INTO callback VALUES (?, ?)')

const app = express()
app.use(express.urlencoded({ extended: false }))
app.post('/callbacks', webhook({ url: benchUrl }, benchToken), (request, response) => {
  const { RecordingSid: recordingSid, StatusCallbackEvent: event } = request.body
  insert.run(`${recordingSid}-${event}`, JSON.stringify(request.body))
  log.info({ event: 'callback', recordingSid }, 'Answered')
  response.status(204).end()
})
const server = app.listen(0, '127.0.0.1', () => announce(server.address()))
