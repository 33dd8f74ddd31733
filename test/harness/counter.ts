import assert from 'node:assert/strict'
import type { Answer, Client } from './client.ts'
import type { Environment } from './processes.ts'
import { dayAhead, findRide, type Ride, wholeWay } from './railway.ts'
import type { HoldBody } from './wire.ts'
import { createWorld, type TestScope, type World } from './world.ts'

/** A ticket counter: a server, one guest, two rides to sell, and seats that no other test has touched. */
interface Counter {
  readonly world: World
  readonly client: Client
  readonly ride: Ride
  readonly otherRide: Ride
  readonly token: string
  freshSeats(count: number): string[]
  /** A hold of fresh seats over the whole way. */
  holdOf(count?: number): Promise<HoldBody>
}

/** One server for all tests of a file, so that the next test notices what one bad request leaves behind. */
export async function openCounter(scope: TestScope, env: Environment): Promise<Counter> {
  const world = await createWorld(scope, { env })
  const { client } = world
  const ride = await findRide(client, { stops: 4, seats: 60, date: dayAhead(3) })
  const otherRide = await findRide(client, { stops: 4, seats: 10, date: dayAhead(4) })
  const token = await client.session()
  let used = 0
  const freshSeats = (count: number): string[] => {
    used += count
    const seats = ride.seatNumbers.slice(used - count, used)
    assert.equal(seats.length, count, 'the run has seats enough for all tests of a file')
    return seats
  }
  const holdOf = async (count = 1): Promise<HoldBody> => {
    const answer = await client.hold(token, wholeWay(ride, freshSeats(count)))
    assert.equal(answer.status, 201, answer.text)
    return answer.body
  }
  return { world, client, ride, otherRide, token, freshSeats, holdOf }
}

/** A status and code of the wire contract. */
export type Expected = readonly [status: number, code: string]

/** Asserts that the answer is a complete problem document with this status and code. */
export function assertProblem(answer: Answer<unknown>, [status, code]: Expected, note = ''): void {
  const { problem } = answer
  assert.equal(`${answer.status} ${problem?.code}`, `${status} ${code}`, `${note} ${answer.text}`)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  for (const member of ['type', 'title', 'detail', 'instance'] as const)
    assert.ok(
      typeof problem[member] === 'string' && problem[member] !== '',
      `a problem has a ${member}: ${answer.text}`,
    )
  assert.equal(problem.status, status)
  if (code === 'malformed_request') assert.ok(Array.isArray(problem.errors), answer.text)
}
