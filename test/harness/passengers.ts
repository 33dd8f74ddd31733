import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Answer, Client } from './client.ts'
import { type DatabaseView, overlappingClaims } from './database.ts'
import { type Ride, wishFor } from './railway.ts'
import type { Random } from './random.ts'
import { inParallel, until } from './wait.ts'
import type { BookingBody, HoldBody } from './wire.ts'

/** What clients were told, and what they asked without an answer. */
export interface Journal {
  /** Acknowledged and not yet used, by the token of the hold. */
  readonly holds: Map<string, { readonly token: string; readonly hold: HoldBody }>
  readonly bookings: Map<string, SoldBooking>
  /** Requests whose connection broke. They are repeated with the same key until they are decided. */
  unknown: Unknown[]
  /** Ids of bookings and tokens of holds with news since the last look. */
  readonly fresh: Set<string>
  readonly counts: Record<string, number>
}

interface SoldBooking {
  readonly token: string
  readonly booking: BookingBody
  /** The acknowledged refund of the cancellation; undefined while there is none. */
  refundCents?: number
  /** A cancellation is requested under one key, however long the answer takes. */
  isBeingCanceled?: boolean
}

interface Unknown {
  readonly kind: string
  readonly send: () => Promise<Answer<unknown>>
  readonly decided: (answer: Answer<unknown>) => void
}

/** The server that passengers speak to; the client may be replaced after a restart. */
interface Counters {
  readonly client: Client
}

interface Books {
  readonly database: DatabaseView
}

export function createJournal(): Journal {
  return { holds: new Map(), bookings: new Map(), unknown: [], fresh: new Set(), counts: {} }
}

/**
 * One passenger: holds, pays, sometimes releases, sometimes cancels, until the connection breaks or `isOver`.
 */
export async function ride(
  world: Counters,
  journal: Journal,
  random: Random,
  rides: readonly Ride[],
  token: string,
  isOver: () => boolean,
): Promise<void> {
  const earlier = [...journal.bookings.values()].find((sold) => sold.token === token && !sold.isBeingCanceled)
  if (earlier && random.chance(0.3) && !(await cancel(world, journal, earlier))) return
  while (!isOver()) {
    const hold = await placeHold(world, journal, random, rides, token)
    if (hold === 'broken') return
    if (hold === 'refused' || random.chance(0.1)) continue
    journal.holds.delete(hold.hold_token)
    if (random.chance(0.1)) {
      if (!(await release(world, journal, token, hold))) return
      continue
    }
    const sold = await pay(world, journal, token, hold)
    if (sold === 'broken') return
    if (sold !== 'refused' && random.chance(0.3) && !(await cancel(world, journal, sold))) return
  }
}

function release(
  world: Counters,
  journal: Journal,
  token: string,
  hold: HoldBody,
): Promise<Answer<unknown> | undefined> {
  const send = () => world.client.release(token, hold.hold_token)
  return ask(journal, { kind: 'release', send, decided: assertReleased })
}

async function pay(
  world: Counters,
  journal: Journal,
  token: string,
  hold: HoldBody,
): Promise<SoldBooking | 'refused' | 'broken'> {
  const key = randomUUID()
  const answer = await ask(journal, {
    kind: 'booking',
    send: () => world.client.book(token, hold, 'tok_any', key),
    decided: (decided) => noteBooking(journal, token, decided),
  })
  if (!answer) return 'broken'
  return answer.status === 201 ? (journal.bookings.get(bookingIdOf(answer)) ?? 'refused') : 'refused'
}

async function cancel(world: Counters, journal: Journal, sold: SoldBooking): Promise<boolean> {
  const { token, booking } = sold
  const quote = await world.client.quote(token, booking.booking_id).catch(() => undefined)
  if (!quote) return false
  if (quote.status === 503) return false
  assert.equal(quote.status, 201, quote.text)
  const key = randomUUID()
  sold.isBeingCanceled = true
  const answer = await ask(journal, {
    kind: 'cancellation',
    send: () => world.client.cancel(token, booking.booking_id, quote.body.quote_id, key),
    decided: ({ status, text }) => {
      assert.equal(status, 201, text)
      sold.refundCents = quote.body.refund_cents
      journal.fresh.add(booking.booking_id)
    },
  })
  return answer !== undefined
}

async function placeHold(
  world: Counters,
  journal: Journal,
  random: Random,
  rides: readonly Ride[],
  token: string,
): Promise<HoldBody | 'refused' | 'broken'> {
  const one = random.pick(rides)
  const [from = 0, to = 1] = random.sample([...one.stations.keys()], 2).toSorted((a, b) => a - b)
  const wish = wishFor(one, from, to, random.sample(one.seatNumbers, 1 + random.int(3)))
  const key = randomUUID()
  let placed: HoldBody | 'refused' = 'refused'
  const send = () => world.client.hold(token, wish, key)
  const answer = await ask(journal, {
    kind: 'hold',
    send,
    decided: (answer) => {
      const { status, body, problem, text } = answer as Awaited<ReturnType<typeof send>>
      if (status !== 201) return assert.equal(problem.code, 'seat_taken', text)
      journal.holds.set(body.hold_token, { token, hold: body })
      journal.fresh.add(body.hold_token)
      placed = body
    },
  })
  return answer ? placed : 'broken'
}

// An answer decides; a broken connection, or "unknown", leaves the question open.
async function ask(journal: Journal, question: Unknown): Promise<Answer<unknown> | undefined> {
  const answer = await question.send().catch(() => undefined)
  if (!answer || answer.status === 503) {
    journal.unknown.push(question)
    count(journal, `${question.kind} unanswered`)
    return undefined
  }
  question.decided(answer)
  count(journal, `${question.kind} ${answer.status}`)
  return answer
}

/** Repeats everything without an answer, with the same keys, until each request is decided. */
export async function askAgain(journal: Journal): Promise<void> {
  const open = journal.unknown
  journal.unknown = []
  await Promise.all(
    open.map(async ({ kind, send, decided }) => {
      const answer = await until(`an answer to an unanswered ${kind}`, () => send().then(decidedOnly))
      decided(answer)
      count(journal, `${kind} ${answer.status} when asked again`)
    }),
  )
}

function decidedOnly(answer: Answer<unknown>): Answer<unknown> | undefined {
  const isOpen = answer.status === 503 || answer.problem?.code === 'request_in_progress'
  if (isOpen) throw new Error(answer.text)
  return answer
}

function noteBooking(journal: Journal, token: string, answer: Answer<unknown>): void {
  const { status, body, problem, text } = answer as Answer<BookingBody>
  if (status === 201) {
    journal.bookings.set(body.booking_id, { token, booking: body })
    journal.fresh.add(body.booking_id)
  } else assert.ok(['payment_declined', 'payment_timed_out', 'hold_expired'].includes(problem.code), text)
}

function bookingIdOf(answer: Answer<unknown>): string {
  return (answer as Answer<BookingBody>).body.booking_id
}

function assertReleased(answer: Answer<unknown>): void {
  assert.equal(answer.status, 204, answer.text)
}

function count(journal: Journal, name: string): void {
  journal.counts[name] = (journal.counts[name] ?? 0) + 1
}

/**
 * Checks that everything acknowledged, or everything since the last look, is there as it was acknowledged.
 */
export async function assertNothingLost(
  world: Counters,
  journal: Journal,
  which: 'all' | 'fresh',
): Promise<void> {
  const isLookedAt = ([id]: readonly [string, unknown]): boolean => which === 'all' || journal.fresh.has(id)
  await inParallel([...journal.holds].filter(isLookedAt), 8, async ([holdToken, { token, hold }]) => {
    const { status, body, text } = await world.client.showHold(token, holdToken)
    assert.equal(status, 200, text)
    assert.deepEqual(body.seats, hold.seats)
    if (Date.now() < Date.parse(hold.expires_at)) assert.equal(body.status, 'ACTIVE', text)
    else journal.holds.delete(holdToken)
  })
  await inParallel([...journal.bookings].filter(isLookedAt), 8, async ([id, sold]) => {
    const { status, body, text } = await world.client.booking(sold.token, id)
    assert.equal(status, 200, text)
    assertSame(body, sold)
  })
  journal.fresh.clear()
}

/**
 * Checks the same in the database, to the cent: booked is what was acknowledged, no more and no less, and no
 * claims overlap.
 */
export async function assertBookedAsTold({ database }: Books, journal: Journal): Promise<void> {
  assert.deepEqual(await overlappingClaims(database), [])
  const stored = (await database.rows('SELECT booking_id FROM bookings')).map((row) => String(row.booking_id))
  assert.deepEqual(
    stored.toSorted(),
    [...journal.bookings.keys()].toSorted(),
    'booked is what was acknowledged, no more',
  )
  const cents = [...journal.bookings.values()].reduce(
    (sum, { booking, refundCents = 0 }) => sum + booking.total_cents - refundCents,
    0,
  )
  assert.equal(await database.number('SELECT sum(total_cents - refunded_cents) FROM bookings'), cents)
}

function assertSame(body: BookingBody, { booking, refundCents }: SoldBooking): void {
  assert.equal(body.status, refundCents === undefined ? 'CONFIRMED' : 'CANCELLED', body.booking_id)
  assert.equal(body.total_cents, booking.total_cents)
  const seats = (one: BookingBody): string[] => one.seats.map((seat) => seat.seat_number)
  assert.deepEqual(seats(body), seats(booking))
  if (refundCents !== undefined) assert.equal(body.refunded_cents, refundCents)
}
