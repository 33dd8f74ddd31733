/** What the enquiry benchmark asks for. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { ask } from '../holdfast-contender.ts'

export interface Subject {
  readonly name: string
  readonly port: number
  /** Asked in turn. */
  readonly paths: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  /** The subject to compare with. */
  readonly against: string
}

interface Found {
  readonly train_runs: readonly {
    readonly train_run_id: string
    readonly classes: readonly { readonly seats_total: number }[]
  }[]
}

/** The busiest pair of the demo railway: about twenty trains a day. */
const [from, to] = ['ARD', 'NOH']
const pair = `from_station_code=${from}&to_station_code=${to}`
const asBrowsers = { 'Accept-Encoding': 'gzip, deflate' }
const days = 20

/** The subjects, on a server that keeps its answers and on one that makes each anew. */
export async function makeSubjects(ports: {
  readonly kept: number
  readonly anew: number
}): Promise<readonly Subject[]> {
  const url = `http://127.0.0.1:${ports.kept}`
  const dates = Array.from({ length: days }, (_, day) =>
    Temporal.Now.plainDateISO()
      .add({ days: day + 2 })
      .toString(),
  )
  const searches = dates.map((date) => `/api/train_runs?${pair}&journey_date=${date}`)
  const runs: string[] = []
  for (const path of searches) {
    const { train_runs: found } = await ask<Found>(`${url}${path}`)
    const [largest] = found.toSorted((a, b) => seatsOf(b) - seatsOf(a))
    if (largest) runs.push(`/api/train_runs/${largest.train_run_id}`)
  }
  const maps = runs.slice(0, 10).map((path) => `${path}/seats?${pair}`)
  const calendars = dates.map((date) => `/api/fare_calendar?${pair}&from_date=${date}&days=30`)
  for (const [name, headers] of [
    ['map', {}],
    ['map-gzip', asBrowsers],
  ] as const)
    await keepStatic(url, name, `${url}${maps[0]}`, headers)
  const subject = (name: string, paths: readonly string[], against = 'empty', headers = {}): Subject => ({
    ...{ name, port: ports.kept, paths, headers, against },
  })
  const stations = ['a', 'be', 'hal', 'no', 'st'].map((text) => `/api/stations?q=${text}`)
  return [
    subject('empty', ['/bench/empty']),
    subject('search', searches),
    subject('search, gzip', searches, 'empty', asBrowsers),
    subject('run', runs),
    subject('static map', ['/bench/static/map']),
    subject('seat map', maps, 'static map'),
    subject('static map, gzip', ['/bench/static/map-gzip']),
    subject('seat map, gzip', maps, 'static map, gzip', asBrowsers),
    subject('calendar of 30 days', calendars),
    subject('stations', stations),
    { ...subject('search, made anew', searches), port: ports.anew },
    { ...subject('calendar, made anew', calendars), port: ports.anew },
  ]
}

function seatsOf(run: Found['train_runs'][number]): number {
  return run.classes.reduce((sum, one) => sum + one.seats_total, 0)
}

/** Has the server give the very bytes of another answer, in their encoding, under this name. */
async function keepStatic(url: string, name: string, source: string, headers: Record<string, string>) {
  const { encoding, bytes } = await bytesOf(source, headers)
  await fetch(`${url}/bench/static/${name}`, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: encoding === undefined ? {} : { 'x-encoding': encoding },
  })
}

/** An answer as it is on the wire; `fetch` would decode it. */
async function bytesOf(url: string, headers: Record<string, string>) {
  const request = get(url, { headers })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return { encoding: answer.headers['content-encoding'], bytes: await buffer(answer) }
}
