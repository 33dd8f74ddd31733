import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CancellationId, HoldId, PaymentId, SeatId, StationCode } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import {
  cancel,
  close,
  confirm,
  decline,
  extend,
  giveUp,
  hold,
  type Named,
  type Play,
  pin,
  quote,
  release,
  type Stage,
  sell,
  takeBack,
  users,
} from '../plays.fixture.ts'
import { clock, makeRun } from '../railway/run.fixture.ts'
import { segmentsOf } from '../railway/small-world.fixture.ts'
import type { AuditNote } from '../records/audit.ts'
import { holdMs } from '../records/hold.fixture.ts'
import { coolDownMs, type Hold, holdDeadline, isMarkedLive, isRemembered } from '../records/hold.ts'
import { nobody } from '../records/people.ts'
import { placeHold } from '../sale/place-hold.ts'
import { alice, World } from '../world.fixture.ts'
import { availabilityByClass } from './availability.ts'
import { expireHolds } from './expire-holds.ts'
import type { Decision, Inventory, KeyedRoute } from './inventory.ts'
import { InvariantBroken, Overlay } from './overlay.ts'
import { Picture } from './picture.ts'
import type { RunChanges } from './run-state.ts'
import { assertSamePicture } from './same-picture.fixture.ts'
import { areSameClaims } from './seat-claims.ts'

const run = makeRun([{ number: '1', rows: ['wa aw', 'w'] }])

function firstEnd(holds: Iterable<Hold>): Instant | null {
  const ends = [...holds].map(holdDeadline).sort((a, b) => a - b)
  return ends[0] ?? null
}

function idsOf(holds: readonly Hold[]): readonly HoldId[] {
  return holds.map(({ id }) => id).sort((a, b) => a - b)
}

/**
 * The readable world beside the engine's picture and overlay: every decision is made in both, and compared.
 */
class Twin implements Stage {
  world = new World(run)
  /** As of the last commit: what a database would have. */
  committed = this.world.copy()
  picture: Picture = pictureOf(this.world, 0)
  overlay = new Overlay(this.picture)
  /** What another process knows of the run, and of how many entries. */
  lagging: Picture = pictureOf(this.world, 0)
  knownNotes = 0
  caughtUp = 0
  accepted = 0

  decide<T, R extends { readonly code: string }>(
    named: Named,
    rule: (inventory: Inventory, now: Instant) => Decision<T, R>,
  ): void {
    this.#learn(named)
    this.world.nextCommitSeq = this.picture.commitSeq + 1
    const expected = this.world.ask(rule)
    assert.deepEqual(rule(this.overlay, this.world.now), expected)
    this.world.apply(expected.changes)
    this.overlay.apply(expected.changes)
    if (expected.reply.ok) this.accepted++
    this.compare(this.overlay)
  }

  /** The batch is written and published. */
  commit(): void {
    if (this.overlay.changes.length > 0)
      this.picture.publish(this.picture.commitSeq + 1, { seq: 0, hash: '' }, this.overlay.changes)
    this.overlay = new Overlay(this.picture)
    this.committed = this.world.copy()
    this.compare(this.picture)
  }

  /** The batch is discarded, as after a failed write, and the picture is loaded again. */
  throwAway(): void {
    this.world = this.committed.copy()
    this.picture = pictureOf(this.committed, this.picture.commitSeq)
    this.overlay = new Overlay(this.picture)
    this.compare(this.overlay)
  }

  /** Another process learns what was committed since it last did. */
  catchUp(): void {
    const { committed, lagging } = this
    const { commitSeq } = this.picture
    const notes = committed.notes.slice(this.knownNotes)
    const before = committed.run.consist.seats.map(({ id }) => lagging.claimsOn(id))
    const changed = lagging.advance(changesOf(committed, notes, lagging.mark.duePaymentIds, commitSeq))
    const isChanged = run.consist.seats.filter(
      ({ id }, i) => !areSameClaims(before[i] ?? [], lagging.claimsOn(id)),
    )
    assert.deepEqual(changed.toSorted(), isChanged.map(({ id }) => id).toSorted())
    if (changed.length > 0) assert.equal(lagging.seatsSeq, commitSeq)
    assertSamePicture(lagging, pictureOf(committed, commitSeq), committed)
    this.knownNotes = committed.notes.length
    if (notes.length > 0) this.caughtUp++
  }

  compare(engine: Overlay | Picture): void {
    const { now } = this.world
    for (const segment of segmentsOf(5)) {
      const taken = this.world.takenSeats(segment, now)
      assert.deepEqual(engine.takenSeats(segment, now), taken)
      if (engine instanceof Picture)
        assert.deepEqual(engine.availability(segment, now), availabilityByClass(run.consist, taken))
    }
    for (const { id } of run.consist.seats) assert.deepEqual(engine.claimsOn(id), this.world.claimsOn(id))
    assert.deepEqual(engine.expiredHolds(now), this.world.expiredHolds(now))
    if (engine instanceof Picture) assert.equal(engine.validUntil, firstEnd(engine.holds()))
    if (engine instanceof Overlay)
      for (const user of users)
        assert.equal(engine.liveHoldCount(user, now), this.world.liveHoldCount(user, now))
    if (engine instanceof Overlay) this.#compareStandings(engine)
  }

  #compareStandings(engine: Overlay): void {
    const { now } = this.world
    for (const standing of ['NEWCOMER', 'KNOWN', 'PROVEN'] as const) {
      const seats = this.world.seatsHeldBy(standing, 'SECOND', now)
      assert.equal(engine.seatsHeldBy(standing, 'SECOND', now), seats, standing)
      const holds = this.world.liveHoldsWith(standing, now)
      assert.deepEqual(idsOf(engine.liveHoldsWith(standing, now)), idsOf(holds))
    }
    const late = (holds: readonly Hold[]) => idsOf(holds.filter((one) => one.expiresAt > now - coolDownMs))
    assert.deepEqual(late(engine.holdsRanOut()), late(this.world.holdsRanOut()))
    assert.deepEqual(late(engine.holdsBooked()), late(this.world.holdsBooked()))
  }

  /** Gives the overlay what a database would have loaded for the command. */
  #learn({ holdId, paymentId, bookingId, quoteId, key }: Named): void {
    const { committed, overlay } = this
    const keyed = key && overlay.keyed(...key)
    const idOf = (route: KeyedRoute) => (key?.[0] === route ? keyed : undefined)
    const holdIds = [holdId, idOf('hold') as HoldId | undefined].filter((id) => id !== undefined)
    const paymentIds = [paymentId, idOf('booking') as PaymentId | undefined].filter((id) => id !== undefined)
    const cancellationId = idOf('cancellation') as CancellationId | undefined
    overlay.learn({
      holds: holdIds.flatMap((id) => (overlay.hold(id) ? [] : (committed.hold(id) ?? []))),
      payments: paymentIds.flatMap((id) => (overlay.payment(id) ? [] : (committed.payment(id) ?? []))),
      bookings: bookingId && !overlay.booking(bookingId) ? [committed.booking(bookingId) ?? []].flat() : [],
      quotes: quoteId && !overlay.quote(quoteId) ? [committed.quote(quoteId) ?? []].flat() : [],
      cancellations:
        cancellationId && !overlay.cancellation(cancellationId)
          ? [committed.cancellation(cancellationId) ?? []].flat()
          : [],
      refunds: [],
      deskEntries: [],
      stretches: [],
      accessCodes: [],
      grants: [],
      people: nobody,
    })
  }
}

const keysOf =
  (route: KeyedRoute) => (row: { userId: (typeof users)[number]; idempotencyKey: string; id: number }) => ({
    route,
    userId: row.userId,
    key: row.idempotencyKey,
    id: row.id,
  })

/** The rows that the entries name, as a database has them now. */
function changesOf(
  world: World,
  notes: readonly AuditNote[],
  duePaymentIds: readonly PaymentId[],
  commitSeq: number,
): RunChanges {
  const holds = new Set(notes.flatMap(({ holdId }) => (holdId && world.holds.get(holdId)) || []))
  const paymentIds = [...notes.map(({ paymentId }) => paymentId), ...duePaymentIds]
  const payments = new Set(paymentIds.flatMap((id) => (id && world.payments.get(id)) || []))
  const bookings = new Set(notes.map(({ bookingId }) => bookingId))
  const cancellations = [...world.cancellations.values()].filter((row) => bookings.has(row.bookingId))
  const seatIds = [...holds].flatMap((held) => held.seats.map((seat) => seat.seatId))
  return {
    commitSeq,
    auditSeq: 0,
    auditHash: '',
    closures: world.closures,
    holds: [...holds],
    payments: [...payments],
    claims: new Map(seatIds.map((id) => [id, world.claimsOn(id)])),
    keys: [
      ...[...holds].map(keysOf('hold')),
      ...[...payments].map(keysOf('booking')),
      ...cancellations.map(keysOf('cancellation')),
    ],
  }
}

function pictureOf(world: World, commitSeq: number): Picture {
  return new Picture(run, {
    commitSeq,
    auditSeq: 0,
    auditHash: '',
    closures: world.closures,
    claims: world.claims,
    holds: [...world.holds.values()].filter((one) => isMarkedLive(one) || isRemembered(one)),
    payments: [...world.payments.values()].filter((payment) => payment.status === 'REQUESTED'),
    keys: [
      ...[...world.holds.values()].map(keysOf('hold')),
      ...[...world.payments.values()].map(keysOf('booking')),
      ...[...world.cancellations.values()].map(keysOf('cancellation')),
    ],
  })
}

/** Time stands still within a batch. */
const wait: Play<Twin> = (twin, which) => {
  twin.commit()
  twin.world.now = after(twin.world.now, which * 1000)
  twin.compare(twin.overlay)
}

/** How often each command is drawn. */
const plays = fc.oneof(
  { weight: 5, arbitrary: fc.constant(hold) },
  { weight: 2, arbitrary: fc.constant(sell) },
  { weight: 2, arbitrary: fc.constant(giveUp) },
  { weight: 1, arbitrary: fc.constant(release) },
  { weight: 1, arbitrary: fc.constant(extend) },
  { weight: 1, arbitrary: fc.constant<Play<Twin>>((twin) => twin.decide({}, expireHolds)) },
  { weight: 3, arbitrary: fc.constant(pin) },
  { weight: 4, arbitrary: fc.constant(confirm) },
  { weight: 1, arbitrary: fc.constant(decline) },
  { weight: 1, arbitrary: fc.constant(takeBack) },
  { weight: 1, arbitrary: fc.constant(close) },
  { weight: 2, arbitrary: fc.constant(quote) },
  { weight: 2, arbitrary: fc.constant(cancel) },
  { weight: 2, arbitrary: fc.constant<Play<Twin>>((twin) => twin.commit()) },
  { weight: 1, arbitrary: fc.constant<Play<Twin>>((twin) => twin.throwAway()) },
  { weight: 2, arbitrary: fc.constant<Play<Twin>>((twin) => twin.catchUp()) },
  { weight: 2, arbitrary: fc.constant(wait) },
)

const steps = fc.array(fc.tuple(plays, fc.nat(59), fc.nat(31)), {
  minLength: 60,
  maxLength: 120,
  size: 'max',
})

test('E20: picture and overlay answer every decision as the plain world does, through commits, discarded batches and time', () => {
  let accepted = 0
  let cancelled = 0
  let booked = 0
  fc.assert(
    fc.property(steps, (all) => {
      const twin = new Twin()
      twin.world.now = clock('06:00')
      twin.committed = twin.world.copy()
      for (const [at, [play, which, more]] of all.entries()) play(twin, which, more, at + 1)
      twin.commit()
      accepted += twin.accepted
      booked += twin.world.bookings.size
      cancelled += twin.world.cancellations.size
    }),
    { numRuns: 200 },
  )
  // A comparison that hardly ever sells anything would prove nothing.
  assert(accepted > 1000 && booked > 100 && cancelled > 20, `${accepted} ${booked} ${cancelled}`)
})

test('Q37: a picture that takes over what later entries name equals one that was loaded whole', () => {
  let caughtUp = 0
  fc.assert(
    fc.property(steps, (all) => {
      const twin = new Twin()
      twin.world.now = clock('06:00')
      twin.committed = twin.world.copy()
      for (const [at, [play, which, more]] of all.entries()) play(twin, which, more, at + 1)
      twin.commit()
      twin.catchUp()
      caughtUp += twin.caughtUp
    }),
    { numRuns: 200 },
  )
  assert(caughtUp > 500, `${caughtUp}`)
})

const sameSeat = (name: number, seatNumber: string) => (inventory: Inventory, now: Instant) =>
  placeHold(
    inventory,
    {
      holdId: name as HoldId,
      holdToken: `t${name}`,
      userId: alice,
      fromStationCode: 'A' as StationCode,
      toStationCode: 'C' as StationCode,
      segment: { fromLeg: 0, toLeg: 2 },
      seats: { kind: 'named', seatNumbers: [seatNumber] },
      holdMs,
      holdsPerUser: 9,
      idempotencyKey: `k${name}`,
      fingerprint: 'f',
    },
    now,
  )

test('I1: two holds of one batch do not get the same seat', () => {
  const { overlay, world } = new Twin()
  const first = sameSeat(1, '1-1')(overlay, world.now)
  overlay.apply(first.changes)
  assert.equal(first.reply.ok, true)
  assert.equal(sameSeat(2, '1-1')(overlay, world.now).reply.ok, false)
})

test('and without the overlay they both do, or the test above proves nothing', () => {
  const { overlay, picture, world } = new Twin()
  overlay.apply(sameSeat(1, '1-1')(overlay, world.now).changes)
  assert.equal(sameSeat(2, '1-1')(new Overlay(picture), world.now).reply.ok, true)
})

test('I1: a rule that claims a taken seat all the same breaks the invariant, and its changes are rejected', () => {
  const { overlay, picture, world } = new Twin()
  const blind = sameSeat(2, '1-1')(new Overlay(picture), world.now)
  overlay.apply(sameSeat(1, '1-1')(overlay, world.now).changes)
  assert.throws(() => overlay.apply(blind.changes), InvariantBroken)
})

test('I4: a rule that gives up a missing claim breaks the invariant', () => {
  const { overlay } = new Twin()
  assert.throws(
    () => overlay.apply([{ kind: 'claim_removed', seatId: 1000 as SeatId, fromLeg: 0 }]),
    InvariantBroken,
  )
})

test('V3: a picture says how long its answers are true', () => {
  const twin = new Twin()
  assert.equal(twin.picture.validUntil, null)
  twin.decide({}, sameSeat(1, '1-1'))
  twin.commit()
  assert.equal(twin.picture.validUntil, after(twin.world.now, holdMs))
  twin.world.now = after(twin.world.now, holdMs - 1)
  assert.notEqual(twin.picture.takenSeats({ fromLeg: 0, toLeg: 1 }, twin.world.now)[0], 0)
  assert.equal(twin.picture.takenSeats({ fromLeg: 0, toLeg: 1 }, after(twin.world.now, 1))[0], 0)
})
