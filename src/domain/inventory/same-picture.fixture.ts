import assert from 'node:assert/strict'

import { after } from '../instant.ts'
import { users } from '../plays.fixture.ts'
import { segmentsOf } from '../railway/small-world.fixture.ts'
import { coolDownMs, type Hold } from '../records/hold.ts'
import { neverSentKey } from '../records/payment.ts'
import type { World } from '../world.fixture.ts'
import type { KeyedRoute } from './inventory.ts'
import { keyText, type Picture } from './picture.ts'
import { areSameClaims } from './seat-claims.ts'

/**
 * Compares everything that a picture can tell with one that was loaded whole; the world has the rows as of
 * the same commit.
 */
export function assertSamePicture(picture: Picture, whole: Picture, world: World): void {
  const endOf = ({ commitSeq, auditSeq, auditHash }: Picture) => ({ commitSeq, auditSeq, auditHash })
  assert.deepEqual(endOf(picture), endOf(whole))
  for (const { id, number } of whole.run.consist.seats)
    assert.ok(
      areSameClaims(picture.claimsOn(id), whole.claimsOn(id)),
      `the claims on seat ${number} differ: ${JSON.stringify([picture.claimsOn(id), whole.claimsOn(id)])}`,
    )
  assert.equal(picture.validUntil, whole.validUntil)
  for (const standing of ['NEWCOMER', 'KNOWN', 'PROVEN'] as const)
    assert.equal(picture.seatsHeldBy(standing, 'SECOND'), whole.seatsHeldBy(standing, 'SECOND'))
  assert.deepEqual(lateIds(picture.holdsRanOut(), world), lateIds(whole.holdsRanOut(), world))
  assert.deepEqual(lateIds(picture.holdsBooked(), world), lateIds(whole.holdsBooked(), world))
  for (const now of [world.now, after(world.now, 60_000), after(world.now, 1_000_000)]) {
    assert.deepEqual(picture.expiredHolds(now), whole.expiredHolds(now))
    for (const segment of segmentsOf(whole.run.train.stops.length)) {
      assert.deepEqual(picture.takenSeats(segment, now), whole.takenSeats(segment, now))
      assert.deepEqual(picture.availability(segment, now), whole.availability(segment, now))
    }
  }
  assert.deepEqual(holdsOf(picture), holdsOf(whole))
  for (const user of users)
    assert.deepEqual([...picture.holdIdsOf(user)].sort(ascending), [...whole.holdIdsOf(user)].sort(ascending))
  assertSamePayments(picture, whole, world)
  for (const text of keysOf(world)) assert.equal(picture.keyed(text), whole.keyed(text), text)
}

function holdsOf(picture: Picture) {
  return [...picture.holds()].sort((a, b) => ascending(a.id, b.id))
}

/** Those that a decision may still ask for. */
function lateIds(holds: Iterable<Hold>, { now }: World) {
  const late = [...holds].filter(({ expiresAt }) => expiresAt > now - coolDownMs)
  return late.map(({ id }) => id).sort(ascending)
}

function ascending(a: number, b: number): number {
  return a - b
}

/** A picture may keep a due payment in addition to the open ones; it then has to match the database. */
function assertSamePayments(picture: Picture, whole: Picture, world: World): void {
  for (const [id, payment] of world.payments) {
    if (whole.payment(id)) assert.deepEqual(picture.payment(id), whole.payment(id))
    else if (picture.payment(id)) assert.deepEqual(picture.payment(id), payment)
  }
}

/** The keys that a caller can name; nobody asks for the placeholder of an attempt that gave its key back. */
function keysOf(world: World): readonly string[] {
  const { holds, cancellations } = world
  const named = [...world.payments].filter(([, payment]) => payment.idempotencyKey !== neverSentKey(payment))
  const payments = new Map(named)
  const tables = { hold: holds, booking: payments, cancellation: cancellations } as const
  return Object.entries(tables).flatMap(([route, rows]) =>
    [...rows.values()].map((row) => keyText(route as KeyedRoute, row.userId, row.idempotencyKey)),
  )
}
