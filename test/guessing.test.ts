import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeDigits, mostCodes, mostWrongTries } from '../src/domain/records/access.ts'
import { type Answer, openWorld, type World } from '../src/http/world.fixture.ts'
import { createRandom, type Random, seedOf } from './harness/random.ts'

/** `npm run guesses:nightly` makes a million of them. */
const guessCount = Number(process.env.GUESSES ?? 6_000)
const sessionCount = 300
const addressCount = 4_000
/** Together the guessers send two hundred requests a second, twenty in each step of the clock. */
const [guessesAStep, stepMs] = [20, 100]
/** Sessions are replaced long before they end. */
const guessesASession = 100_000
const email = 'ada@example.org'

test(`R9, R10, R12, R15: ${guessCount} guesses of code and contact from ${addressCount} addresses open nothing, and the owner gets in before, between and after`, async (t) => {
  const random = createRandom(seedOf(t, 'GUESS_SEED', 'test/guessing.test.ts', `GUESSES=${guessCount} `))
  const world = await openWorld({ trustProxy: '127.0.0.1' })
  const own = await sell(world)
  let guessers = await openSessions(world, sessionCount)
  const told = new Map<string, number>()
  const beginning = world.store.now()
  let gotIn = 0
  for (let guess = 0; guess < guessCount; guess++) {
    if (guess % guessesASession === guessesASession - 1) {
      await haveNothing(world, guessers, random)
      guessers = await openSessions(world, sessionCount)
    }
    const answer = await guessOnce(world, { random, guessers, id: own.id })
    const name = `${answer.name} ${answer.status}`
    told.set(name, (told.get(name) ?? 0) + 1)
    if (guess % guessesAStep === 0) await world.advance(stepMs)
    if (guess % Math.ceil(guessCount / 4) === 0) gotIn += await letOwnerIn(world, own)
  }
  gotIn += await letOwnerIn(world, own)
  t.diagnostic(`answers: ${JSON.stringify(Object.fromEntries([...told].toSorted()))}`)
  assert.equal(told.get('grantBooking 201'), undefined)
  assert.equal(gotIn, 5)
  await haveNothing(world, guessers, random)
  const days = Math.ceil((world.store.now() - beginning) / (24 * 3_600_000))
  const entries = days * mostCodes * mostWrongTries
  t.diagnostic(`at most ${entries} entries counted: one in ${10 ** codeDigits / entries} that any was right`)
  await world.app.close()
})

async function haveNothing(world: World, guessers: readonly string[], random: Random): Promise<void> {
  for (const token of guessers) {
    const listed = await world.call('GET', '/api/bookings', { token, ...from(random) })
    assert.deepEqual(listed.body.bookings, [], listed.text)
  }
}

interface Own {
  readonly id: string
  readonly link: string
}

interface Guessing {
  readonly random: Random
  readonly guessers: readonly string[]
  readonly id: string
}

/** Pairs that are right, so that codes are sent; pairs that are wrong; and codes, which are most. */
async function guessOnce(
  world: World,
  { random, guessers, id }: Guessing,
): Promise<Answer & { readonly name: string }> {
  const asked = { token: random.pick(guessers), ...from(random) }
  const kind = random.int(8)
  if (kind < 2) {
    const pair = { booking_id: id, email: kind === 0 ? email : `eve${random.int(1_000_000)}@example.org` }
    const answer = await world.call('POST', '/api/bookings/find', { ...asked, body: pair })
    return { name: 'findBooking', ...answer }
  }
  const code = String(random.int(10 ** 5)).padStart(5, '0') + String(random.int(10 ** 5)).padStart(5, '0')
  const answer = await world.call('POST', `/api/bookings/${id}/grants`, { ...asked, body: { code } })
  return { name: 'grantBooking', ...answer }
}

/** On another device, by the private link; 1, so that they can be counted. */
async function letOwnerIn(world: World, { id, link }: Own): Promise<1> {
  const [token] = await openSessions(world, 1)
  const asked = { ...(token ? { token } : {}), headers: { 'x-forwarded-for': '192.0.2.1' } }
  const sent = await world.call('POST', `/api/bookings/by_link/${link}/codes`, { ...asked, body: {} })
  assert.equal(sent.status, 202, sent.text)
  const due = await world.store.outbox.lease(1_000)
  const code = due.toSorted((a, b) => a.message.id - b.message.id).at(-1)?.message.content?.code
  const granted = await world.call('POST', `/api/bookings/${id}/grants`, { ...asked, body: { code } })
  assert.equal(granted.status, 201, granted.text)
  return 1
}

async function openSessions(world: World, count: number): Promise<readonly string[]> {
  const tokens: string[] = []
  for (let session = 0; session < count; session++) {
    const headers = { 'x-forwarded-for': `10.200.${session >> 8}.${session & 255}` }
    const opened = await world.call('POST', '/api/sessions', { body: {}, headers })
    assert.equal(opened.status, 201, opened.text)
    tokens.push(String(opened.body.token))
  }
  return tokens
}

function from(random: Random) {
  const address = random.int(addressCount)
  return { headers: { 'x-forwarded-for': `10.${address >> 8}.${address & 255}.7` } }
}

async function sell(world: World): Promise<Own> {
  const token = await world.guest()
  const hold = await world.call('POST', '/api/seat_holds', {
    ...{ token, key: 'hold' },
    body: {
      ...{ train_run_id: world.runId('DAY 2'), from_station_code: 'A', to_station_code: 'C' },
      seat_numbers: ['4-1'],
    },
  })
  const booked = await world.call('POST', '/api/bookings', {
    ...{ token, key: 'book' },
    body: {
      hold_token: hold.body.hold_token,
      passengers: [{ seat_number: '4-1', passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }],
      ...{ contact: { email }, payment: { method: 'mock', token: 'tok_ok' } },
    },
  })
  assert.equal(booked.status, 201, booked.text)
  return { id: String(booked.body.booking_id), link: String(booked.body.link_token) }
}
