import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { bookingRequest, good } from './harness/client.ts'
import { openCounter } from './harness/counter.ts'
import type { BookingBody } from './harness/wire.ts'

interface Told {
  readonly changes: readonly {
    readonly type: string
    readonly data: { readonly booking_id: string | null }
  }[]
  readonly next: string
  readonly has_more: boolean
}

test('Y129: at the machine, `holdfast changes` lists the same, over as many pages as `--limit` takes', async (t) => {
  const { world, client, token, holdOf } = await openCounter(t, {})
  const run = (...args: readonly string[]) => world.run(['changes', ...args])
  const json = async (...args: readonly string[]): Promise<Told> => {
    const { status, stdout, stderr } = await run(...args, '--json')
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`)
    return JSON.parse(stdout)
  }
  const { next } = await json('--after', 'now')
  assert.match((await run('--after', next)).stdout, /Nothing has happened\.\nGo on later with --after /)
  const sold: string[] = []
  for (let sale = 0; sale < 3; sale++) {
    const asked = { token, key: randomUUID(), body: bookingRequest(await holdOf(1)) }
    sold.push(good(await client.call<BookingBody>('POST', '/api/bookings', asked), 201).booking_id)
  }
  const told = ({ changes }: Told) => changes.map(({ type, data }) => `${type} ${data.booking_id}`)
  const wanted = sold.map((booking) => `booking.confirmed ${booking}`)
  assert.deepEqual(told(await json('--after', next)), wanted)
  const some = await json('--after', next, '--limit', '2')
  assert.deepEqual([told(some), some.has_more], [wanted.slice(0, 2), true])
  assert.deepEqual(told(await json('--after', some.next, '--types', 'booking.confirmed')), wanted.slice(2))
  assert.match((await run('--after', next)).stdout, new RegExp(`booking\\.confirmed.*${sold[0]}`))
  assert.match((await run('--limit', 'all')).stderr, /must be a number from 1/)
  assert.equal((await run('--limit', '0')).status, 2)
  const foreign = await run('--after', 'elsewhere')
  assert.deepEqual([foreign.status, /earlier page/.test(foreign.stderr)], [1, true], foreign.stderr)
  assert.match((await run('--types', 'all')).stderr, /booking\.confirmed, booking\.changed/)
})
