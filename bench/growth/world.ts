/**
 * The cost of a sale and of a search in one world, in a process of its own: hold, pin and confirm in process,
 * on SQLite with its writer's thread.
 *
 *   node --expose-gc bench/growth/world.ts SIZE.json        prints a line of JSON, a `Cost`
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { searchRuns } from '../../src/app/inventory/search-runs.ts'
import type { UserId } from '../../src/domain/ids.ts'
import type { TrainRun } from '../../src/domain/railway/train-run.ts'
import type { EngineStore } from '../../src/store/engine-store.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { bookHold, holdSeat, type SeatOfRun } from '../in-process-sale.ts'
import { datesFromToday, fillNetwork } from '../network-file.ts'
import { median } from '../statistics.ts'
import { withFolder } from '../temporary-folder.ts'
import { type Cost, usualSize, type WorldSize } from './dimensions.ts'

const days = 10
const atATime = 64
const chunks = 7
const searchesPerChunk = 256
/** So that the compiler has seen all of it. */
const warmUpSales = 4_000
const longHoldMs = 3_600_000

/** Opens a railway of this size. */
async function withWorld<T>(size: WorldSize, work: (store: EngineStore) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const file = join(folder, 'holdfast.db')
    const { runs, seats, stops } = size
    const trains = Math.ceil(runs / days)
    // So long a ring that each pair of stations has one train.
    const stations = trains * 7 + stops * 3
    await fillNetwork(file, { runs, seats, stops, stations, dates: datesFromToday(days) })
    const { store } = await openSqliteStore({ file, thread: 'own' })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  })
}

let users = 0
const nextUser = () => ((++users % 5_000) + 1) as UserId

/** The free seats of runs on their last leg, run by run in turn. */
function seatsOnSale(runs: readonly TrainRun[]): readonly SeatOfRun[] {
  const most = Math.max(...runs.map((run) => run.consist.seats.length))
  const seats: SeatOfRun[] = []
  for (let index = 0; index < most; index++)
    for (const run of runs) {
      const seat = run.consist.seats[index]
      if (seat) seats.push({ run, seatNumber: seat.number, userId: nextUser(), ...legOf(run, -1) })
    }
  return seats
}

/** The stations of one leg; -1 is the last. */
function legOf(run: TrainRun, leg: number) {
  const { stops } = run.train
  const index = leg < 0 ? stops.length - 1 + leg : leg
  return {
    fromStationCode: stops[index]?.stationCode ?? '',
    toStationCode: stops[index + 1]?.stationCode ?? '',
  }
}

/** Every seat on every leg but the last. */
function* otherLegs(runs: Iterable<TrainRun>): Generator<SeatOfRun> {
  for (const run of runs)
    for (let leg = 0; leg < run.train.stops.length - 2; leg++)
      for (const seat of run.consist.seats)
        yield { run, seatNumber: seat.number, userId: nextUser(), ...legOf(run, leg) }
}

async function sell(store: EngineStore, seat: SeatOfRun): Promise<void> {
  await bookHold(store, seat, await holdSeat(store, seat))
}

/** Does so much of the same, some hundreds at a time. */
async function many(seats: Iterator<SeatOfRun>, count: number, work: (seat: SeatOfRun) => Promise<unknown>) {
  let left = count
  const worker = async () => {
    while (left-- > 0) {
      const { value, done } = seats.next()
      if (done) throw new Error('there are too few seats')
      await work(value)
    }
  }
  await Promise.all(Array.from({ length: 256 }, worker))
}

async function fill(store: EngineStore, size: WorldSize, sold: TrainRun, others: readonly TrainRun[]) {
  await many(otherLegs([sold]), size.claims, (seat) => sell(store, seat))
  await many(otherLegs([sold]), size.liveHolds, (seat) => holdSeat(store, seat, longHoldMs))
  await many(otherLegs(others), size.bookings, (seat) => sell(store, seat))
}

/** Microseconds of processor time of all threads for each piece of work. */
async function costOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

async function search(store: EngineStore, run: TrainRun): Promise<void> {
  const { stops } = run.train
  const query = {
    fromStationCode: stops[0]?.stationCode ?? '',
    toStationCode: stops.at(-1)?.stationCode ?? '',
    journeyDate: run.serviceDate,
  }
  const found = await searchRuns({ store }, query)
  if (!found.ok || found.value.offers.length !== 1) throw new Error('the search does not find its one run')
}

async function measure(
  store: EngineStore,
  runs: readonly TrainRun[],
): Promise<Pick<Cost, 'saleMicroseconds' | 'searchMicroseconds'>> {
  const seats = seatsOnSale(runs)
  const sales: number[] = []
  const searches: number[] = []
  for (let chunk = 0; chunk < chunks; chunk++) {
    const own = seats.slice(chunk * atATime, (chunk + 1) * atATime)
    sales.push(await costOf(own.length, () => Promise.all(own.map((seat) => sell(store, seat)))))
    searches.push(
      await costOf(searchesPerChunk, async () => {
        for (let index = 0; index < searchesPerChunk; index++) {
          const run = runs[index % runs.length]
          if (run) await search(store, run)
        }
      }),
    )
  }
  return { saleMicroseconds: median(sales), searchMicroseconds: median(searches) }
}

function bigEnough(store: EngineStore): readonly TrainRun[] {
  const [, tomorrow = ''] = datesFromToday(2)
  return [...store.network().runs()].filter((run) => run.serviceDate > tomorrow)
}

async function warmUp(): Promise<void> {
  await withWorld({ ...usualSize, runs: 100, stops: 3 }, async (store) => {
    const runs = bigEnough(store)
    const seats = seatsOnSale(runs)
    for (let first = 0; first < warmUpSales; first += atATime)
      await Promise.all(seats.slice(first, first + atATime).map((seat) => sell(store, seat)))
    for (let index = 0; index < warmUpSales; index++) {
      const run = runs[index % runs.length]
      if (run) await search(store, run)
    }
  })
}

async function cost(size: WorldSize): Promise<Cost> {
  await warmUp()
  return withWorld(size, async (store) => {
    const [first, ...rest] = bigEnough(store)
    if (!first) throw new Error('the railway has no run')
    const onSale = [first, ...rest].slice(0, size.sellingRuns)
    await fill(store, size, first, rest.slice(size.sellingRuns))
    const costs = await measure(store, onSale)
    gc?.()
    const { heapUsed, external, rss } = process.memoryUsage()
    return { ...costs, heapBytes: heapUsed + external, residentBytes: rss }
  })
}

const [file] = process.argv.slice(2)
if (!file) throw new Error('name the size: node --expose-gc bench/growth/world.ts SIZE.json')
console.log(JSON.stringify(await cost(JSON.parse(readFileSync(file, 'utf8')) as WorldSize)))
