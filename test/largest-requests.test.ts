import assert from 'node:assert/strict'
import test from 'node:test'
import { largestRequests, type SentRequest } from '../bench/requests/largest-requests.ts'
import { makeSubject } from '../bench/requests/subject.ts'
import { bodyLimitsOf } from '../src/http/body-limits.ts'
import { operations } from '../src/http/operations.ts'
import { openWorld } from '../src/http/world.fixture.ts'

test('W42: the largest request that each operation allows is one that bench:requests measures', async () => {
  const world = await openWorld({ limits: false })
  const send = async ({ method, path, headers: sent, body }: SentRequest) => {
    // The world reads its answers, which is impossible if they are compressed.
    const headers = Object.fromEntries(Object.entries(sent).filter(([name]) => name !== 'accept-encoding'))
    const { status, text } = await world.call(
      method,
      path,
      body === undefined ? { headers } : { headers, body },
    )
    return { status, text }
  }
  const subject = await makeSubject(send, { from: 'A', to: 'C', date: '2027-03-16' }, 2)
  const requests = largestRequests(subject)
  assert.deepEqual(new Set(requests.map((one) => one.operation)), new Set(operations.map((one) => one.name)))
  for (const { operation: name, what, status, make } of requests) {
    if (name === 'watchSeats') continue
    const answer = await send(await make(0))
    assert.equal(answer.status, status, `${name}, ${what}: ${answer.text.slice(0, 300)}`)
  }
  for (const operation of operations.filter(({ body }) => body)) {
    const { bytes } = bodyLimitsOf(operation)
    const sizes = requests.map(async ({ operation: name, make }) =>
      name === operation.name ? Buffer.byteLength((await make(0)).body ?? '') : 0,
    )
    const largest = Math.max(...(await Promise.all(sizes)))
    assert.ok(largest <= bytes && largest > bytes * 0.9, `${operation.name}: ${largest} of ${bytes}`)
  }
  await world.app.close()
})
