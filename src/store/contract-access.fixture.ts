import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, UserId } from '../domain/ids.ts'
import { after, type Instant } from '../domain/instant.ts'
import type { Rule } from '../domain/inventory/inventory.ts'
import type { Message } from '../domain/records/message.ts'
import { accept } from '../domain/result.ts'
import { personalContract } from './contract-personal.fixture.ts'
import { messageLeaseMs } from './message-lease.ts'
import { saleRecords } from './sale-rows.fixture.ts'
import { type OpenStore, runOn } from './store.fixture.ts'
import type { BookingHead, DueMessage } from './store.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const [owner, friend, stranger] = [104 as UserId, 204 as UserId, 304 as UserId]

/** Writes a booking with its payment, a code and a grant of `friend`, past the rules. */
async function write({ store }: OpenStore) {
  const trainRunId = runOn(store, '2026-06-10')
  const { booking, payment, code } = saleRecords(trainRunId)
  const grant = { trainRunId, bookingId: booking.id, userId: friend, grantedAt: store.now() }
  const rule: Rule<null, never> = () => ({
    reply: accept(null),
    changes: [
      { kind: 'payment_added', payment },
      { kind: 'booking_added', booking },
      { kind: 'code_added', code: { ...code, userId: friend } },
      { kind: 'grant_added', grant },
    ],
  })
  await store.decide({ trainRunId }, rule)
  return { trainRunId, booking, grant }
}

function message(store: OpenStore['store'], id: number): Message {
  const trainRunId = runOn(store, id % 2 === 0 ? '2026-06-10' : '2026-06-11')
  const now = store.now()
  return {
    ...{
      id: id as Message['id'],
      trainRunId,
      bookingId: 1 as BookingId,
      kind: 'access_code',
      language: 'en',
    },
    ...{ recipient: 'ada@example.org', content: { code: '1234' }, state: 'QUEUED', createdAt: now },
    ...{ dueAt: after(now, id), giveUpAt: after(now, 900_000), tryCount: 0, endedAt: null },
  }
}

async function queue({ store }: OpenStore, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    const added = message(store, id)
    await store.decide({ trainRunId: added.trainRunId }, () => ({
      reply: accept(null),
      changes: [{ kind: 'message_added', message: added }],
    }))
  }
}

const idsOf = (due: readonly DueMessage[]) => due.map((one) => Number(one.message.id))
const first = (due: readonly DueMessage[]): DueMessage => {
  assert.ok(due[0])
  return due[0]
}

/** Who finds a booking, with which key, and how messages are handed to workers. */
export function accessContract(using: Using): void {
  personalContract(using)
  test(
    'R8, W6: a booking is found by who made it and by who was granted it, and by nobody else',
    using(async (world) => {
      const { store } = world
      const { booking, trainRunId } = await write(world)
      for (const run of [undefined, trainRunId]) {
        for (const userId of [owner, friend])
          assert.deepEqual((await store.findBooking(booking.id, run, { userId }))?.booking, booking)
        assert.equal(await store.findBooking(booking.id, run, { userId: stranger }), undefined)
      }
      assert.equal(await store.findBooking(999 as BookingId, undefined, { userId: friend }), undefined)
      const byPhone = { isMeant: (head: BookingHead) => head.booking.contact.phone === '+49 30 1' }
      assert.ok(await store.findBooking(booking.id, undefined, byPhone))
    }),
  )
  test(
    'R8, W22: the list of a session has what it made and what it was granted, each once, in pages',
    using(async (world) => {
      const { store } = world
      const { booking } = await write(world)
      for (const userId of [owner, friend]) {
        const listed = await store.listBookings([userId], 5)
        assert.deepEqual(
          listed.map((one) => one.booking),
          [booking],
        )
        assert.deepEqual(await store.listBookings([userId], 5, booking.id), [])
      }
      assert.deepEqual(await store.listBookings([stranger], 5), [])
      const ofRun = await store.listRunBookings(booking.trainRunId, 5)
      assert.deepEqual(
        ofRun.map((one) => one.booking),
        [booking],
      )
      assert.deepEqual(await store.listRunBookings(booking.trainRunId, 5, booking.id), [])
    }),
  )
  test(
    'R6: the code of a session is known by the session and the booking',
    using(async (world) => {
      const { booking, trainRunId } = await write(world)
      assert.equal(await world.store.findCodeRun(booking.id, friend), trainRunId)
      assert.equal(await world.store.findCodeRun(booking.id, stranger), undefined)
      assert.equal(await world.store.findCodeRun(999 as BookingId, friend), undefined)
    }),
  )
  test(
    'R7: a decision sees the codes and grants of the booking whose access its scope names',
    using(async (world) => {
      const { booking, trainRunId, grant } = await write(world)
      const look: Rule<unknown, never> = (inventory) => ({
        reply: accept([inventory.accessCodesOf(booking.id).length, inventory.grantsOf(booking.id)]),
        changes: [],
      })
      const seen = await world.store.decide({ trainRunId, accessOf: booking.id }, look)
      assert.deepEqual(seen, accept([1, [grant]]))
      const unseen = await world.store.decide({ trainRunId }, look)
      assert.deepEqual(unseen, accept([0, []]))
    }),
  )
  test(
    'J3: a message is leased when it is due, by one worker at a time, in the order of their times',
    using(async (world) => {
      const { store, time } = world
      await queue(world, [3, 1, 2])
      assert.deepEqual(await store.outbox.lease(10), [])
      await time.pass(3)
      assert.deepEqual(idsOf(await store.outbox.lease(2)), [1, 2])
      assert.deepEqual(idsOf(await store.outbox.lease(2)), [3])
      assert.deepEqual(await store.outbox.lease(2), [])
    }),
  )
  test(
    'J18: news of a booking waits for the news before it, and a one-time code waits for nothing',
    using(async (world) => {
      const { store, time } = world
      const add = async (id: number, other: Partial<Message>) => {
        const added = { ...message(store, id), dueAt: store.now(), ...other }
        await store.decide({ trainRunId: added.trainRunId }, () => ({
          reply: accept(null),
          changes: [{ kind: 'message_added', message: added }],
        }))
      }
      await add(1, { kind: 'booked' })
      await time.pass(1)
      await add(3, { kind: 'cancelled' })
      await add(5, { kind: 'access_code' })
      await add(7, { kind: 'booked', bookingId: 2 as BookingId })
      const early = await store.outbox.lease(10)
      assert.deepEqual(idsOf(early).toSorted(), [1, 5, 7])
      const later = { state: 'QUEUED', dueAt: after(store.now(), 1000) } as const
      for (const one of early) await store.outbox.settle(one, later)
      assert.deepEqual(await store.outbox.lease(10), [])
      assert.equal((await store.outbox.waiting()).nextAt, later.dueAt, 'what has to wait wakes nobody')
      await time.pass(1000)
      for (const one of await store.outbox.lease(10))
        await store.outbox.settle(one, { state: 'SENT', at: store.now() })
      assert.deepEqual(idsOf(await store.outbox.lease(10)), [3])
    }),
  )
  test(
    'J3: a lease that is over passes on, and who had it before can record nothing more',
    using(async (world) => {
      const { store, time } = world
      await queue(world, [1])
      await time.pass(1)
      const slow = first(await store.outbox.lease(1))
      await time.pass(messageLeaseMs - 1)
      assert.deepEqual(await store.outbox.lease(1), [])
      await time.pass(1)
      const next = first(await store.outbox.lease(1))
      const sent = { state: 'SENT', at: store.now() } as const
      assert.equal(await store.outbox.settle(slow, sent), false)
      assert.equal((await store.outbox.waiting()).count, 1)
      assert.equal(await store.outbox.settle(next, sent), true)
      assert.equal(await store.outbox.settle(next, sent), false, 'it has ended')
      assert.deepEqual(await store.outbox.waiting(), { count: 0, oldestAt: null, nextAt: null })
    }),
  )
  test(
    'J4: a message that is put off waits until its time, with its address and content',
    using(async (world) => {
      const { store, time } = world
      await queue(world, [1])
      const createdAt = store.now()
      await time.pass(1)
      const dueAt = after(store.now(), 5_000)
      assert.ok(await store.outbox.settle(first(await store.outbox.lease(1)), { state: 'QUEUED', dueAt }))
      assert.deepEqual(await store.outbox.waiting(), { count: 1, oldestAt: createdAt, nextAt: dueAt })
      await time.pass(4_999)
      assert.deepEqual(await store.outbox.lease(1), [])
      await time.pass(1)
      const { message } = first(await store.outbox.lease(1))
      assert.deepEqual([message.tryCount, message.recipient], [1, 'ada@example.org'])
      assert.deepEqual(message.content, { code: '1234' })
    }),
  )
  test(
    'J5: what has ended has neither an address nor content, and its row goes after its time',
    using(async ({ store, rows, ...world }) => {
      await queue({ store, rows, ...world }, [1, 2])
      await world.time.pass(2)
      const [sent, refused] = await store.outbox.lease(2)
      assert.ok(sent && refused)
      const at = store.now()
      await store.outbox.settle(sent, { state: 'SENT', at })
      await store.outbox.settle(refused, { state: 'GIVEN_UP', at })
      const { messageTable } = await import('./columns/messages.ts')
      const left = async () => (rows ? (await rows(messageTable)).map(messageTable.read) : null)
      for (const one of (await left()) ?? [])
        assert.deepEqual([one.recipient, one.content, one.dueAt, one.endedAt], [null, null, null, at])
      const never = 0 as Instant
      await store.outbox.clear({ messages: at, codes: never, sessions: 0 as Instant })
      if (rows) assert.equal((await left())?.length, 2)
      await store.outbox.clear({ messages: after(at, 1), codes: never, sessions: 0 as Instant })
      if (rows) assert.deepEqual(await left(), [])
    }),
  )
  test(
    'R9: codes are removed after their time',
    using(async (world) => {
      const { booking } = await write(world)
      // It was made at 916.
      await world.store.outbox.clear({
        messages: 0 as Instant,
        codes: 916 as Instant,
        sessions: 0 as Instant,
      })
      assert.ok(await world.store.findCodeRun(booking.id, friend))
      await world.store.outbox.clear({
        messages: 0 as Instant,
        codes: 917 as Instant,
        sessions: 0 as Instant,
      })
      assert.equal(await world.store.findCodeRun(booking.id, friend), undefined)
    }),
  )
}
