import { join } from 'node:path'
import type { Contender, StartContender } from './contenders.ts'
import type { PlannedRun } from './load-plan.ts'
import { ServedProcess } from './served-process.ts'

const wantedSeats = 150_000
const firstDay = 2
const lastDay = 55

/**
 * Holdfast as `npm start` runs it, with the demo railway, and its own mock payment service with its own
 * ledger. Limits are off, because they exist to stop a closed loop of 64 callers.
 */
export const startHoldfast: StartContender = (folder, connections) =>
  startHoldfastWith({}, folder, connections)

/** The same with other environment variables. */
export async function startHoldfastWith(
  environment: Readonly<Record<string, string>>,
  folder: string,
  connections: number,
): Promise<Contender> {
  const command = join(import.meta.dirname, '..', 'bin', 'holdfast.mjs')
  const server = new ServedProcess([command, 'start'], {
    HOST: '127.0.0.1',
    PORT: '0',
    HOLDFAST_DATA: join(folder, 'data'),
    HOLDFAST_DEMO: 'auto',
    HOLDFAST_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...environment,
  })
  const url = await server.ready(/^Holdfast is ready on (http:\/\/\S+)$/)
  return {
    ...(await sellable(url, connections)),
    servers: [server],
    databaseFile: join(folder, 'data', 'holdfast.db'),
    uncaptured: () => duePayments(url),
  }
}

/** One caller per connection, and runs with enough seats for a measurement, largest trains first. */
async function sellable(
  url: string,
  connections: number,
): Promise<Pick<Contender, 'port' | 'bearerTokens' | 'runs'>> {
  const bearerTokens = await Promise.all(Array.from({ length: connections }, () => guestToken(url)))
  return { port: Number(new URL(url).port), bearerTokens, runs: await findRuns(url) }
}

async function duePayments(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^holdfast_due_payments (\d+)$/m.exec(metrics)?.[1])
}

/** A new guest, as a bearer token. */
export async function guestToken(url: string): Promise<string> {
  const { token } = await ask<{ token: string }>(`${url}/api/sessions`, {})
  return token
}

interface RunFound {
  readonly train_run_id: string
  readonly classes: readonly { readonly seats_total: number }[]
}

interface SeatMap {
  readonly coaches: readonly {
    readonly seats: readonly { readonly seat_number: string; readonly status: string }[]
  }[]
}

/** Runs between the demo's pairs of stations; a run is sold from end to end, as in the recipe. */
export async function findRuns(url: string): Promise<PlannedRun[]> {
  const { stations } = await ask<{ stations: { station_code: string }[] }>(`${url}/api/stations?q=`)
  const codes = stations.map((station) => station.station_code)
  const ends = await endsOfLargeTrains(url, codes)
  const runs: PlannedRun[] = []
  let seats = 0
  for (const { from, to } of ends)
    for (let day = firstDay; day <= lastDay && seats < wantedSeats; day++) {
      const found = await search(url, from, to, day)
      for (const run of found.filter((one) => seatsOf(one) >= 300)) {
        if (runs.some((known) => known.trainRunId === run.train_run_id)) continue
        const planned = await planRun(url, run.train_run_id, from, to)
        runs.push(planned)
        seats += planned.seatNumbers.length
      }
    }
  return runs
}

/** Pairs of stations, ordered by the largest train between them. */
async function endsOfLargeTrains(url: string, codes: readonly string[]) {
  const pairs: { from: string; to: string; seats: number }[] = []
  for (const from of codes)
    for (const to of codes) {
      if (from === to) continue
      const seats = Math.max(0, ...(await search(url, from, to, firstDay)).map(seatsOf))
      if (seats > 0) pairs.push({ from, to, seats })
    }
  return pairs.toSorted((a, b) => b.seats - a.seats)
}

function seatsOf(run: RunFound): number {
  return run.classes.reduce((sum, one) => sum + one.seats_total, 0)
}

async function search(url: string, from: string, to: string, day: number): Promise<readonly RunFound[]> {
  const date = Temporal.Now.plainDateISO().add({ days: day }).toString()
  const query = new URLSearchParams({ from_station_code: from, to_station_code: to, journey_date: date })
  const answer = await ask<{ train_runs: RunFound[] }>(`${url}/api/train_runs?${query}`)
  return answer.train_runs
}

/** The free seats of a run between two of its stations. */
export async function planRun(
  url: string,
  trainRunId: string,
  from: string,
  to: string,
): Promise<PlannedRun> {
  const query = new URLSearchParams({ from_station_code: from, to_station_code: to })
  const map = await ask<SeatMap>(`${url}/api/train_runs/${trainRunId}/seats?${query}`)
  const seats = map.coaches.flatMap((coach) => coach.seats)
  const free = seats.filter((seat) => seat.status === 'AVAILABLE')
  return {
    trainRunId,
    fromStationCode: from,
    toStationCode: to,
    seatNumbers: free.map((seat) => seat.seat_number),
  }
}

/** The JSON answer to a GET, or to a POST with a body; throws if the request fails. */
export async function ask<T>(url: string, body?: object): Promise<T> {
  const answer = await fetch(url, body && { method: 'POST', body: JSON.stringify(body), headers: json })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

const json = { 'content-type': 'application/json' }
