import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Client } from '../harness/client.ts'
import { keptCents } from '../harness/ledger.ts'
import { dayAhead, findRide, wishFor } from '../harness/railway.ts'
import { createRandom, seedOf } from '../harness/random.ts'
import { until } from '../harness/wait.ts'
import { createNodes, overlapCount, unsettledCount } from './nodes.ts'

const killCount = Number(process.env.NODE_KILLS ?? 6)
const passengerCount = 12

test('Q5, Q9, I1, I5, I7: nodes and their database are killed while they sell, and nothing that was answered is lost', async (t) => {
  const random = createRandom(seedOf(t, 'SALE_SEED', 'test/postgres/dying-nodes.pg.test.ts'))
  const world = await createNodes(t, 3, { HOLD_TTL_SECONDS: '5', PAYMENT_TIMEOUT_SECONDS: '3' })
  const [first] = world.nodes
  assert.ok(first)
  const ride = await findRide(first.client, { stops: 4, seats: 20, date: dayAhead(3) })
  const token = await first.client.session()
  const acknowledged = new Set<string>()
  let isOver = false

  // A client that loses its node goes to another one and repeats its request under the same key.
  const anywhere = <T>(ask: (client: Client) => Promise<T>): Promise<T> =>
    until(
      'an answer',
      async () => {
        const answer = await ask((random.sample(world.nodes, 1)[0] ?? first).client)
        const { status } = answer as { status: number }
        return status < 500 || status === 504 ? answer : undefined
      },
      30_000,
    )
  const passenger = async (): Promise<void> => {
    while (!isOver) {
      const [from = 0, to = 1] = random.sample([...ride.stations.keys()], 2).toSorted((a, b) => a - b)
      const wish = wishFor(ride, from, to, random.sample(ride.seatNumbers, 1))
      const [holdKey, bookKey] = [randomUUID(), randomUUID()]
      const hold = await anywhere((client) => client.hold(token, wish, holdKey))
      if (hold.status !== 201) continue
      const booking = await anywhere(async (client) => {
        const answer = await client.book(token, hold.body, 'tok_ok', bookKey)
        // Its node died on the way: another one brings it to its end.
        if (answer.status === 409 && answer.problem.code === 'request_in_progress')
          throw new Error('in progress')
        return answer
      })
      if (booking.status === 201) acknowledged.add(booking.body.booking_id)
      const quote = booking.status === 201 && random.int(2) === 0
      if (quote) await cancel(booking.body.booking_id)
    }
  }
  const cancel = async (id: string): Promise<void> => {
    const key = randomUUID()
    const quote = await anywhere((client) => client.quote(token, id))
    await anywhere((client) => client.cancel(token, id, quote.body.quote_id, key))
  }
  const passengers = Promise.all(Array.from({ length: passengerCount }, passenger))
  for (let kills = 0; kills < killCount; kills++) {
    const before = acknowledged.size
    await until('a sale', () => (acknowledged.size > before ? true : undefined), 30_000)
    if (kills % 3 === 2) {
      await world.server.kill()
      await world.server.start()
      continue
    }
    const index = random.int(world.nodes.length)
    const node = world.nodes[index]
    assert.ok(node)
    const started = world.startNode()
    await node.process.end('SIGKILL')
    world.nodes[index] = await started
    await node.client.close()
  }
  isOver = true
  await passengers

  await until(
    'the end of every payment',
    async () => ((await world.number(unsettledCount)) === 0 ? true : undefined),
    90_000,
  )
  assert.equal(await world.number(overlapCount), 0)
  const stored = new Set(
    (await world.rows<{ booking_id: string }>('SELECT booking_id FROM bookings')).map(
      (row) => row.booking_id,
    ),
  )
  for (const id of acknowledged) assert.ok(stored.has(id), `booking ${id} was answered and is not there`)
  assert.equal(
    keptCents(await world.ledger()),
    await world.number('SELECT coalesce(sum(total_cents - refunded_cents), 0) FROM bookings'),
  )
  t.diagnostic(
    `${killCount} kills, every third of the database, ${acknowledged.size} bookings answered, ${stored.size} stored`,
  )
})
