import { cancelBooking } from '../../src/app/after-sale/cancel-booking.ts'
import { findBookingByLink, findOwnBooking } from '../../src/app/after-sale/find-booking.ts'
import { quoteCancellation } from '../../src/app/after-sale/quote-cancellation.ts'
import { releaseHold } from '../../src/app/sale/release-hold.ts'
import type { TrainRunId, UserId } from '../../src/domain/ids.ts'
import { expireHolds } from '../../src/domain/inventory/expire-holds.ts'
import { soleKey } from '../../src/domain/people/keyring.ts'
import { plainBrand } from '../../src/domain/railway/brand.ts'
import type { TrainRun } from '../../src/domain/railway/train-run.ts'
import type { Booking } from '../../src/domain/records/booking.ts'
import type { EngineStore } from '../../src/store/engine-store.ts'
import type { PostgresBackend } from '../../src/store/postgres/postgres-backend.ts'
import { randomBytesOf } from '../demo-store.ts'
import { bookHold, holdSeat, pinHoldOf, type SeatOfRun, saleSettings } from '../in-process-sale.ts'

export interface HotWorld {
  readonly store: EngineStore
  readonly backend: PostgresBackend
  /** A run that is half sold. */
  readonly soldRun: TrainRunId
  /** Runs without any sales. */
  readonly freshRuns: readonly TrainRun[]
}

/** One operation that clients wait for; `prepare` does the work before it, and is not timed. */
export interface HotOperation {
  readonly name: string
  prepare?(world: HotWorld, round: number): Promise<unknown>
  run(world: HotWorld, round: number, prepared: unknown): Promise<unknown>
}

// Beyond the users of the fill, so a user's list of bookings has the same length in both databases.
const userId = 900_000_001 as UserId
const personalKeys = () => soleKey(Buffer.alloc(32, 8).toString('base64url'))
const deps = (store: EngineStore) => {
  return { store, settings: saleSettings, personalKeys, randomBytes: randomBytesOf }
}

function seatAt({ freshRuns }: HotWorld, round: number): SeatOfRun {
  const run = freshRuns[round % freshRuns.length]
  const seat = run?.consist.seats[Math.floor(round / freshRuns.length)]
  if (!run || !seat) throw new Error('there are too few seats to sell')
  return { run, seatNumber: seat.number, userId }
}

let used = 0
/** A seat that no operation has used yet, in the same sequence in every database. */
function freshSeat(world: HotWorld): SeatOfRun {
  return seatAt(world, used++)
}
export function beginAnew(): void {
  used = 0
}

interface Held {
  readonly seat: SeatOfRun
  readonly hold: Awaited<ReturnType<typeof holdSeat>>
}

async function held(world: HotWorld): Promise<Held> {
  const seat = freshSeat(world)
  return { seat, hold: await holdSeat(world.store, seat) }
}

async function booked(world: HotWorld): Promise<Booking> {
  const { seat, hold } = await held(world)
  await bookHold(world.store, seat, hold)
  const [record] = await world.store.listBookings([userId], 1)
  if (!record) throw new Error('the booking is not in the list')
  return record.booking
}

async function quoted(world: HotWorld) {
  const booking = await booked(world)
  const quote = await quoteCancellation(deps(world.store), { userId }, booking.locator, null)
  if (!quote.ok) throw new Error(quote.refusal.code)
  return { booking, quote: quote.value.quote }
}

/** Every kind of frequent work that the database does, for a passenger or in the background. */
export const hotOperations: readonly HotOperation[] = [
  {
    name: 'hold',
    prepare: async (world) => freshSeat(world),
    run: ({ store }, _, seat) => holdSeat(store, seat as SeatOfRun),
  },
  {
    name: 'pin',
    prepare: held,
    run: ({ store }, _, prepared) => {
      const { seat, hold } = prepared as Held
      return pinHoldOf(store, seat, hold)
    },
  },
  {
    name: 'pin and book',
    prepare: held,
    run: ({ store }, _, prepared) => {
      const { seat, hold } = prepared as Held
      return bookHold(store, seat, hold)
    },
  },
  {
    name: 'release',
    prepare: held,
    run: ({ store }, _, prepared) => releaseHold({ store }, { userId }, (prepared as Held).hold.token),
  },
  {
    name: 'quote',
    prepare: booked,
    run: ({ store }, _, prepared) =>
      quoteCancellation(deps(store), { userId }, (prepared as Booking).locator, null),
  },
  {
    name: 'cancel',
    prepare: quoted,
    async run({ store }, round, prepared) {
      const { booking, quote } = prepared as Awaited<ReturnType<typeof quoted>>
      const reply = await cancelBooking(
        { store, personalKeys, brand: plainBrand },
        { userId },
        booking.locator,
        quote.token,
        `cancel-${booking.id}-${round}`,
      )
      if (!reply.ok) throw new Error(reply.refusal.code)
    },
  },
  {
    name: 'expiry',
    // The hold is over, but nothing has recorded that yet.
    prepare: async (world) => {
      const seat = freshSeat(world)
      const hold = await holdSeat(world.store, seat, 1)
      while (world.store.now() <= hold.expiresAt + 1) await new Promise((resolve) => setTimeout(resolve, 1))
      return seat.run.id
    },
    run: ({ store }, _, run) => store.decide({ trainRunId: run as TrainRunId }, expireHolds),
  },
  {
    name: 'seat map of a run half sold, read from the database',
    run: ({ backend, soldRun }) => backend.loadRuns([soldRun]),
  },
  {
    name: 'booking by its link',
    prepare: booked,
    async run({ store }, _, prepared) {
      const reply = await findBookingByLink({ store, personalKeys }, (prepared as Booking).linkToken)
      if (!reply.ok) throw new Error(reply.refusal.code)
    },
  },
  {
    name: "one's own booking",
    prepare: booked,
    run: ({ store }, _, prepared) =>
      findOwnBooking({ store, personalKeys }, { userId }, (prepared as Booking).locator),
  },
  { name: "list of one's bookings", run: ({ store }) => store.listBookings([userId], 20) },
  { name: 'look for due payments', run: ({ store }) => store.leaseDueWork(100) },
  { name: 'when something is due next', run: ({ store }) => store.nextDueAt() },
  { name: 'look for overdue holds', run: ({ backend }) => backend.peers.overdueRuns() },
  { name: 'open attempts', run: ({ store }) => store.listOpenPayments() },
]
