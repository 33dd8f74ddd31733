import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A server that sells one seat: it looks, waits one turn of the event loop as for a database, and takes. With
 * `guarded`, it looks again after the wait, in the turn in which it takes.
 */
export async function startNaiveServer({ guarded }: { guarded: boolean }) {
  let isTaken = false
  const server = createServer((request, response) => {
    if (request.method === 'GET') return response.end('ok')
    request.resume().on('end', async () => {
      const seenTaken = isTaken
      await new Promise((resolve) => setImmediate(resolve))
      const refused = seenTaken || (guarded && isTaken)
      if (!refused) isTaken = true
      response.writeHead(refused ? 409 : 201).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port }: AddressInfo | { port: number } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
