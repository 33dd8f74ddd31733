import Database from 'better-sqlite3'
import { sketchConsist, sketchStop } from '../src/domain/railway/run.fixture.ts'
import { sketchTimetable } from '../src/domain/railway/timetable.fixture.ts'
import { encodeDates } from '../src/store/service-dates.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'

/** A made-up railway: trains that all look alike, each on every day. */
interface NetworkSize {
  readonly runs: number
  readonly stops: number
  /** Of each train; coaches have 80, and the last one has the rest. */
  readonly seats: number
  readonly stations: number
  readonly dates: readonly string[]
}

const seatsPerCoach = 80

/** The days of a network, from today on. */
export function datesFromToday(days: number): readonly string[] {
  const today = Temporal.Now.plainDateISO('UTC')
  return Array.from({ length: days }, (_, day) => today.add({ days: day }).toString())
}

/** The stations of a train: every third one along a ring, from a start of its own. */
export function stationsOf(train: number, { stops, stations }: Pick<NetworkSize, 'stops' | 'stations'>) {
  return Array.from({ length: stops }, (_, stop) => `S${(train * 7 + stop * 3) % stations}`)
}

/** Stores one train by an import, and then all others beside it, with the dates on which they run. */
export async function fillNetwork(file: string, size: NetworkSize, known = size.dates): Promise<void> {
  const { runs, dates } = size
  const coaches = Array.from({ length: Math.ceil(size.seats / seatsPerCoach) }, (_, coach) => ({
    number: String(coach + 1),
    rows: rowsOf(Math.min(seatsPerCoach, size.seats - coach * seatsPerCoach)),
  }))
  const { store } = await openSqliteStore({ file })
  const range = { fromDate: dates[0] ?? '', toDate: dates.at(-1) ?? '' }
  const stops = stationsOf(0, size).map((code, index) => sketchStop(code, index))
  const plan = sketchTimetable(sketchConsist(coaches), { serviceDates: dates, stops })
  await store.importTimetable(plan, range)
  await store.close()
  const database = new Database(file)
  database.transaction(() => addTrains(database, size, Math.ceil(runs / dates.length), known))()
  database.close()
}

/** Four seats in a row. */
function rowsOf(seats: number): readonly string[] {
  return Array.from({ length: Math.ceil(seats / 4) }, (_, row) =>
    'wa aw'.slice(0, seats - row * 4 < 3 ? 2 : 5),
  )
}

function addTrains(
  database: Database.Database,
  size: NetworkSize,
  trains: number,
  known: readonly string[],
): void {
  const station = database.prepare(
    `INSERT INTO stations (station_code, name, time_zone) VALUES (?, ?, 'Europe/Berlin')
    ON CONFLICT DO NOTHING`,
  )
  for (let index = 0; index < size.stations; index++) station.run(`S${index}`, `Station ${index}`)
  const train =
    database.prepare(`INSERT INTO trains (source, train_key, digest, train_number, train_name, time_zone,
    service_dates, is_current, consist_id, fare_id)
    SELECT source, ?, ?, ?, ?, time_zone, ?, is_current, consist_id, fare_id FROM trains
    WHERE train_key = 'T1'`)
  const stop = database.prepare('INSERT INTO train_stops VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const run = database.prepare(`INSERT INTO train_runs
    (train_id, service_date, origin_at, consist_id, fare_id)
    SELECT ?, service_date, origin_at, consist_id, fare_id FROM train_runs WHERE train_id = 1`)
  const serviceDates = encodeDates(known)
  for (let index = 1; index < trains; index++) {
    const id = Number(
      train.run(`K${index}`, `d${index}`, `R ${index}`, `Train ${index}`, serviceDates).lastInsertRowid,
    )
    for (const [position, code] of stationsOf(index, size).entries()) {
      const seconds = 18_000 + (index % 1_000) * 60 + position * 900
      const [isFirst, isLast] = [position === 0, position === size.stops - 1]
      const place = [id, position, code, seconds, seconds + 60, position * 40_000]
      stop.run(...place, Number(!isLast), Number(!isFirst))
    }
    run.run(id)
  }
}
