import type { Answer, Client } from './client.ts'
import type { MapSeat, SeatMapBody } from './wire.ts'

/** A run found by search, with its stations in order and the seats that are free over its whole way. */
export interface Ride {
  readonly train_run_id: string
  readonly journeyDate: string
  /** Station codes, each once, in the order of the stops. */
  readonly stations: readonly string[]
  readonly departureTime: string
  readonly travelClass: string
  /** Seats of the class that has the most of them, free from the first station to the last. */
  readonly seatNumbers: readonly string[]
}

/** The date this many days from today; today's trains may have left. */
export function dayAhead(days: number): string {
  return Temporal.Now.plainDateISO('UTC').add({ days }).toString()
}

/**
 * Searches pair after pair, as a client that knows nothing would, until a run has the requested number of
 * stops and seats. Runs that were seen are passed over, and those looked at are added to them.
 */
export async function findRide(
  client: Client,
  wanted: { stops: number; seats: number; date: string },
  seen = new Set<string>(),
): Promise<Ride> {
  const codes = good(await client.stations()).stations.map((station) => station.station_code)
  const pairs = codes.flatMap((from) =>
    codes.filter((to) => to !== from).map((to) => ({ from_station_code: from, to_station_code: to })),
  )
  for (const pair of pairs)
    for (const { train_run_id, classes } of good(await client.search(pair, wanted.date)).train_runs) {
      const seats = Math.max(0, ...classes.map((one) => one.seats_available))
      if (seen.has(train_run_id) || seats < wanted.seats) continue
      seen.add(train_run_id)
      const ride = await rideOf(client, train_run_id, wanted)
      if (ride) return ride
    }
  throw new Error(`no run with ${wanted.stops} stops and ${wanted.seats} seats on ${wanted.date}`)
}

async function rideOf(
  client: Client,
  id: string,
  wanted: { stops: number; seats: number; date: string },
): Promise<Ride | undefined> {
  const stations = good(await client.run(id)).stops.map((stop) => stop.station_code)
  if (stations.length < wanted.stops || new Set(stations).size < stations.length) return undefined
  const whole = {
    train_run_id: id,
    from_station_code: stations[0] ?? '',
    to_station_code: stations.at(-1) ?? '',
  }
  const run = good(await client.search(whole, wanted.date)).train_runs.find((one) => one.train_run_id === id)
  if (!run) return undefined
  const { travelClass, seatNumbers } = largestClass(good(await client.seats(whole)))
  if (seatNumbers.length < wanted.seats) return undefined
  return {
    train_run_id: id,
    journeyDate: wanted.date,
    stations,
    departureTime: run.departure_time,
    travelClass,
    seatNumbers,
  }
}

function largestClass(map: SeatMapBody): { travelClass: string; seatNumbers: string[] } {
  const free = new Map<string, string[]>()
  for (const { coach, seat } of seatsOf(map)) {
    if (seat.status !== 'AVAILABLE') continue
    free.set(coach.travel_class, [...(free.get(coach.travel_class) ?? []), seat.seat_number])
  }
  const [travelClass = '', seatNumbers = []] =
    [...free].toSorted((a, b) => b[1].length - a[1].length)[0] ?? []
  return { travelClass, seatNumbers }
}

/** Every seat of the map with its coach. */
export function seatsOf(map: SeatMapBody): { coach: SeatMapBody['coaches'][number]; seat: MapSeat }[] {
  return map.coaches.flatMap((coach) => coach.seats.map((seat) => ({ coach, seat })))
}

/** A request for named seats between two stations of a ride, by their positions. */
export function wishFor(ride: Ride, from: number, to: number, seatNumbers: readonly string[]) {
  return {
    train_run_id: ride.train_run_id,
    from_station_code: ride.stations[from] ?? '',
    to_station_code: ride.stations[to] ?? '',
    seat_numbers: seatNumbers,
  }
}

/** The whole way of a ride. */
export function wholeWay(ride: Ride, seatNumbers: readonly string[] = []) {
  return wishFor(ride, 0, ride.stations.length - 1, seatNumbers)
}

function good<T>(answer: Answer<T>): T {
  if (answer.status !== 200)
    throw new Error(`an answer of 200 was expected, not ${answer.status} ${answer.text}`)
  return answer.body
}
