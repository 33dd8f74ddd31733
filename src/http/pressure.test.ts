import assert from 'node:assert/strict'
import test from 'node:test'
import type { Challenge } from '../app/sale/proof-of-work.ts'
import { solve } from '../app/sale/solve.fixture.ts'
import type { TrainRunId } from '../domain/ids.ts'
import { accountToken } from './account.fixture.ts'
import { refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type World } from './world.fixture.ts'

interface Asked {
  readonly token: string
  readonly key: string
  readonly seats: number
  /** The network of the caller. */
  readonly from: number
  readonly proof?: string
  readonly travelClass?: string
}

/** Asks for seats on DAY 2, by default of second class, which has 20: newcomers may hold 18. */
function ask(world: World, { token, key, seats, from, proof, travelClass = 'SECOND' }: Asked) {
  return world.call('POST', '/api/seat_holds', {
    token,
    key,
    body: {
      ...{ train_run_id: world.runId('DAY 2'), from_station_code: 'A', to_station_code: 'C' },
      ...{ travel_class: travelClass, seat_count: seats, ...(proof === undefined ? {} : { proof }) },
    },
    headers: { 'x-forwarded-for': `192.0.${from}.1` },
  })
}

/** Two newcomers of different networks hold all that newcomers may. */
async function pressedWorld(settings: Partial<World['deps']['settings']> = {}): Promise<World> {
  const plain = await openWorld()
  const all = { ...plain.deps.settings, ...settings }
  await plain.app.close()
  const world = await openWorld({ trustProxy: '127.0.0.1', settings: all })
  for (const from of [1, 2]) {
    const answer = await ask(world, { token: await world.guest(), key: 'k', seats: 9, from })
    assert.equal(answer.status, 201, answer.text)
  }
  return world
}

test('Z19: a newcomer under pressure gets a challenge, and the seats for its solution with the same key', async () => {
  const world = await pressedWorld()
  const token = await world.guest()
  const request = { token, key: 'k', seats: 1, from: 3 }
  const refused = await ask(world, request)
  assert.equal(refusedAs(refused), '429 class_under_pressure')
  const { travel_class, max_seats, seats_held, retry_after_ms, proof_problem } = refused.body
  assert.deepEqual([travel_class, max_seats, seats_held, retry_after_ms], ['SECOND', 18, 18, 120_000])
  assert.equal(refused.headers['retry-after'], '120')
  assert.equal(proof_problem, undefined)
  const proof = solve(refused.body.challenge as Challenge)

  assert.equal(
    (await ask(world, { ...request, key: 'other', proof })).body.proof_problem,
    'not_for_this_hold',
  )
  const stranger = await world.guest()
  const stolen = await ask(world, { ...request, token: stranger, proof })
  assert.equal(stolen.body.proof_problem, 'not_for_this_hold')

  assert.equal((await ask(world, { ...request, proof })).status, 201)
  const again = await ask(world, request)
  assert.deepEqual([again.status, again.headers['idempotent-replayed']], [201, 'true'])
  await world.app.close()
})

test('Z18: the work for one seat is too little for two, and old work counts for nothing', async () => {
  const world = await pressedWorld()
  const request = { token: await world.guest(), key: 'k', seats: 1, from: 3 }
  const proof = solve((await ask(world, request)).body.challenge as Challenge)
  await world.advance(600_000 + 1)
  const late = await ask(world, { ...request, proof })
  assert.equal(refusedAs(late), '429 class_under_pressure')
  assert.equal(late.body.proof_problem, 'expired')
  const fresh = solve(late.body.challenge as Challenge)
  assert.equal(
    (await ask(world, { ...request, seats: 4, proof: fresh })).body.proof_problem,
    'too_little_work',
  )
  await world.app.close()
})

test('Z13: a caller who has booked before is no newcomer', async () => {
  const world = await pressedWorld()
  const token = await world.guest()
  assert.equal(
    refusedAs(await ask(world, { token, key: 'k', seats: 1, from: 3 })),
    '429 class_under_pressure',
  )
  // Seats of another day.
  await sell(world, token, ['4-1'])
  assert.equal((await ask(world, { token, key: 'k', seats: 1, from: 3 })).status, 201)
  await world.app.close()
})

test('Z20: without proofs of work there is no challenge, and a proof counts for nothing', async () => {
  const world = await pressedWorld({ proofOfWork: false })
  const request = { token: await world.guest(), key: 'k', seats: 1, from: 3 }
  for (const proof of [undefined, 'x']) {
    const refused = await ask(world, proof === undefined ? request : { ...request, proof })
    assert.equal(refusedAs(refused), '429 class_under_pressure')
    assert.ok(!('challenge' in refused.body) && !('proof_problem' in refused.body))
  }
  await world.app.close()
})

test('Z20: with limits off nobody is a newcomer', async () => {
  const world = await openWorld({ limits: false })
  for (const seats of [9, 9, 2])
    assert.equal((await ask(world, { token: await world.guest(), key: 'k', seats, from: 1 })).status, 201)
  await world.app.close()
})

test('Z21: a passenger who has signed in counts for their account, whatever network they use, and is no newcomer', async () => {
  const world = await pressedWorld()
  const token = await accountToken(world, 'ada@example.org')
  const hold = (travelClass: string, seats: number) =>
    ask(world, { token, key: `${travelClass} ${seats}`, seats, from: 1, travelClass })
  // The network has nine of its 18 seats left, and newcomers have none.
  assert.equal((await hold('SECOND', 2)).status, 201)
  for (const seats of [5, 1]) assert.equal((await hold('FIRST', seats)).status, 201)
  const picture = await world.store.picture(Number(world.runId('DAY 2')) as TrainRunId)
  const holds = [...(picture?.holds() ?? [])]
  assert.deepEqual(
    holds.map(({ standing }) => standing),
    ['NEWCOMER', 'NEWCOMER', 'KNOWN', 'KNOWN', 'KNOWN'],
  )
  const [first, , ...mine] = holds.map(({ addressBlock }) => addressBlock)
  assert.deepEqual([new Set(mine).size, mine.includes(first ?? null)], [1, false])
  await world.app.close()
})
