import express from 'express'
import { webhook } from 'twilio/lib/webhooks/webhooks.js'
import { benchToken, benchUrl } from '../requests.ts'
import { announce, openLog } from './common.ts'

const log = openLog()
const app = express()
app.use(express.urlencoded({ extended: false }))
app.post('/callbacks', webhook({ url: benchUrl }, benchToken), (request, response) => {
  log.info({ event: 'callback', recordingSid: request.body.RecordingSid }, 'Answered')
  response.status(204).end()
})
const server = app.listen(0, '127.0.0.1', () => announce(server.address()))
