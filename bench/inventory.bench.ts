/**
 * The inventory in process, without HTTP or payments: availability and seat map of a run of 1,000 seats, and
 * holds and bookings one by one and in parallel, on the memory store and on SQLite.
 *
 *   npm run bench:inventory
 */
import { findRide } from '../src/app/railway/find-ride.ts'
import type { UserId } from '../src/domain/ids.ts'
import { availabilityByClass } from '../src/domain/inventory/availability.ts'
import type { Seat } from '../src/domain/railway/consist.ts'
import type { TrainRun } from '../src/domain/railway/train-run.ts'
import type { Hold } from '../src/domain/records/hold.ts'
import { seatMapText } from '../src/http/views/seat-map.ts'
import type { EngineStore } from '../src/store/engine-store.ts'
import { largeRuns, type StoreName, withDemoStore } from './demo-store.ts'
import { bookHold, holdSeat, type SeatOfRun } from './in-process-sale.ts'
import { printMachine } from './machine.ts'
import { median } from './statistics.ts'

const seatCount = 1000
const userCount = 64

/** Users take turns, so each has a realistic number of holds. */
function seatOf(run: TrainRun, seat: Seat): SeatOfRun {
  return { run, seatNumber: seat.number, userId: ((seat.index % userCount) + 1) as UserId }
}

/** The microseconds per call, as the median of several rounds. */
function microseconds(calls: number, work: () => unknown): number {
  const rounds: number[] = []
  for (let round = 0; round < 7; round++) {
    const startedAt = performance.now()
    for (let call = 0; call < calls; call++) work()
    rounds.push(((performance.now() - startedAt) / calls) * 1000)
  }
  return median(rounds)
}

async function measureReading(store: EngineStore, run: TrainRun): Promise<void> {
  const even = run.consist.seats.filter((seat) => seat.index % 2 === 0)
  await Promise.all(even.map((seat) => holdSeat(store, seatOf(run, seat))))
  const picture = await store.picture(run.id)
  const ride = findRide(store.network(), {
    trainRunId: String(run.id),
    fromStationCode: run.train.stops[0]?.stationCode ?? '',
    toStationCode: run.train.stops.at(-1)?.stationCode ?? '',
  })
  if (!picture || !ride.ok) throw new Error(`run ${run.id} cannot be shown`)
  const { segment } = ride.value
  const now = store.now()
  const available = microseconds(20_000, () =>
    availabilityByClass(run.consist, picture.takenSeats(segment, now)),
  )
  const map = { ...ride.value, picture, now }
  const bytes = Buffer.byteLength(seatMapText(map))
  const rendered = microseconds(50, () => seatMapText(map))
  console.log(
    `run of ${run.consist.seats.length} seats and ${run.train.stops.length} stops, half of it held:`,
  )
  console.log(`  availability by class: ${available.toFixed(2)} us`)
  console.log(`  seat map rendered: ${rendered.toFixed(0)} us, ${(bytes / 1000).toFixed(0)} kB`)
}

/** Works in parallel, with `width` items under way at any time; returns items per second. */
async function sideBySide<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>) {
  let next = 0
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: width }, worker))
  return items.length / ((performance.now() - startedAt) / 1000)
}

interface Rates {
  readonly held: number
  readonly booked: number
}

/** Measures holds per second, then bookings per second of those holds. */
async function measureWriting(
  store: EngineStore,
  seats: readonly SeatOfRun[],
  width: number,
): Promise<Rates> {
  const holds = new Map<SeatOfRun, Hold>()
  const held = await sideBySide(seats, width, async (seat) => {
    holds.set(seat, await holdSeat(store, seat))
  })
  const booked = await sideBySide([...holds], width, ([seat, hold]) => bookHold(store, seat, hold))
  return { held, booked }
}

function report(width: number, { held, booked }: Rates): void {
  const how = width === 1 ? 'one by one' : `${width} at a time`
  console.log(`  ${how}: ${Math.round(held)} holds/s, ${Math.round(booked)} bookings/s`)
}

async function measure(name: StoreName): Promise<void> {
  await withDemoStore(name, async (store) => {
    const runs = largeRuns(store, seatCount)
    const [first, ...rest] = runs
    if (!first) throw new Error(`the demo railway has no run of ${seatCount} seats`)
    if (name === 'memory') await measureReading(store, first)
    console.log(`${name} store:`)
    const seats = rest.flatMap((run) => run.consist.seats.map((seat) => seatOf(run, seat)))
    // The first sales only warm up the machine.
    let begin = 10_000
    await measureWriting(store, seats.slice(0, begin), 64)
    for (const [width, count] of [
      [1, name === 'memory' ? 8_000 : 1_000],
      [64, 10_000],
      [512, 20_000],
    ] as const) {
      report(width, await measureWriting(store, seats.slice(begin, begin + count), width))
      begin += count
    }
  })
}

printMachine()
await measure('memory')
await measure('sqlite')
