import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Answer } from './client.ts'
import { type Ride, wishFor } from './railway.ts'
import type { Random } from './random.ts'
import { until } from './wait.ts'
import type { BookingBody, HoldBody } from './wire.ts'
import type { World } from './world.ts'

/** What clients were told, and what they asked and were never told. */
export interface Journal {
  /** Acknowledged and not yet used, by token of the hold. */
  readonly holds: Map<string, { readonly token: string; readonly hold: HoldBody }>
  readonly bookings: Map<string, SoldBooking>
  /** Requests whose connection broke: to be repeated with the same key until they are decided. */
  unknown: Unknown[]
  readonly counts: Record<string, number>
}

export interface SoldBooking {
  readonly token: string
  readonly booking: BookingBody
  /** What the cancellation was acknowledged to give back; undefined while none was. */
  refundCents?: number
}

interface Unknown {
  readonly kind: string
  readonly send: () => Promise<Answer<unknown>>
  readonly decided: (answer: Answer<unknown>) => void
}

export function createJournal(): Journal {
  return { holds: new Map(), bookings: new Map(), unknown: [], counts: {} }
}

/** One passenger: holds, pays, sometimes releases, sometimes cancels, until the connection breaks or `isOver`. */
export async function ride(
  world: World,
  journal: Journal,
  random: Random,
  rides: readonly Ride[],
  token: string,
  isOver: () => boolean,
): Promise<void> {
  const { client } = world
  while (!isOver()) {
    const hold = await placeHold(world, journal, random, rides, token)
    if (hold === 'broken') return
    if (hold === 'refused' || random.chance(0.1)) continue
    journal.holds.delete(hold.hold_token)
    if (random.chance(0.1)) {
      const send = () => world.client.release(token, hold.hold_token)
      if (!(await ask(journal, { kind: 'release', send, decided: assertReleased }))) return
      continue
    }
    const key = randomUUID()
    const booking = await ask(journal, {
      kind: 'booking',
      send: () => world.client.book(token, hold, 'tok_any', key),
      decided: (answer) => noteBooking(journal, token, answer),
    })
    if (!booking) return
    const sold = journal.bookings.get(bookingIdOf(booking))
    if (booking.status !== 201 || !sold || !random.chance(0.3)) continue
    const quote = await client.quote(token, sold.booking.booking_id).catch(() => undefined)
    if (!quote) return
    assert.equal(quote.status, 201, quote.text)
    const cancelKey = randomUUID()
    const cancelled = await ask(journal, {
      kind: 'cancellation',
      send: () => world.client.cancel(token, sold.booking.booking_id, quote.body.quote_id, cancelKey),
      decided: (answer) => {
        assert.equal(answer.status, 201, answer.text)
        sold.refundCents = quote.body.refund_cents
      },
    })
    if (!cancelled) return
  }
}

async function placeHold(
  world: World,
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

/** Repeats what was never answered, with the same keys, until each is decided. */
export async function askAgain(journal: Journal): Promise<void> {
  const open = journal.unknown
  journal.unknown = []
  await Promise.all(
    open.map(async ({ kind, send, decided }) => {
      const answer = await until(`an answer to an unanswered ${kind}`, () => send().then(decidedOnly), 30_000)
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
  if (status === 201) journal.bookings.set(body.booking_id, { token, booking: body })
  else assert.ok(['payment_declined', 'payment_timed_out', 'hold_expired'].includes(problem.code), text)
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

/** Everything that was acknowledged is there, as it was acknowledged. */
export async function assertNothingLost(world: World, journal: Journal): Promise<void> {
  for (const [holdToken, { token, hold }] of journal.holds) {
    const { status, body, text } = await world.client.showHold(token, holdToken)
    assert.equal(status, 200, text)
    assert.deepEqual(body.seats, hold.seats)
    if (Date.now() < Date.parse(hold.expires_at)) assert.equal(body.status, 'ACTIVE', text)
    else journal.holds.delete(holdToken)
  }
  for (const [id, { token, booking, refundCents }] of journal.bookings) {
    const { status, body, text } = await world.client.booking(token, id)
    assert.equal(status, 200, text)
    assert.equal(body.status, refundCents === undefined ? 'CONFIRMED' : 'CANCELLED', text)
    assert.equal(body.total_cents, booking.total_cents)
    assert.deepEqual(
      body.seats.map((seat) => seat.seat_number),
      booking.seats.map((seat) => seat.seat_number),
    )
    if (refundCents !== undefined) assert.equal(body.refunded_cents, refundCents)
  }
}
