import { createServer } from 'node:http'
import { announce, openLog } from './common.ts'

const log = openLog()

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', () => {
    log.info({ event: 'callback', bytes: Buffer.concat(chunks).length }, 'Answered')
    response.writeHead(204).end()
  })
})
server.listen(0, '127.0.0.1', () => announce(server.address()))
