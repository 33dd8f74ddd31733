/**
 * The ceiling of the load generator on this machine: a bare `node:http` server that answers each request at
 * once, in the right form, and decides nothing.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const answer = JSON.stringify({
  hold_token: 'h_00000000001_1_AAAAAAAAAAAAAAAAAAAAAA',
  status: 'ACTIVE',
  train_run_id: '1',
  total_cents: 4900,
})
const headers = { 'content-type': 'application/json', 'content-length': String(answer.length) }

const server = createServer((request, response) => {
  request.on('data', () => undefined)
  request.on('end', () => {
    response.writeHead(201, headers)
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => console.log(`ready ${(server.address() as AddressInfo).port}`))
process.on('SIGTERM', () => process.exit(0))
