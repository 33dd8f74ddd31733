import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Timetable } from '../domain/railway/timetable.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { temporaryFile } from '../store/sqlite/temporary-file.fixture.ts'
import { TestTime } from '../store/test-time.fixture.ts'
import { type Answer, timetable, type World, worldOver } from './world.fixture.ts'

const start = Date.UTC(2027, 2, 15, 8)
const range = { fromDate: '2027-03-15', toDate: '2027-03-17', mayWithdraw: true }
const pairs = ['AC', 'AE', 'BD', 'CE', 'EA']
const dates = ['2027-03-15', '2027-03-16', '2027-03-17', '2027-03-18']

/** Two servers over one store: one keeps its answers, the other makes each anew. */
interface Twins {
  readonly time: TestTime
  readonly keeping: World
  readonly anew: World
}

async function openTwins(t: TestContext, runsExpiry: boolean): Promise<Twins> {
  const time = new TestTime(start)
  const schedule = runsExpiry ? time.schedule : () => () => {}
  const { file } = temporaryFile(t)
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule })
  await store.importTimetable(timetable, range)
  // Time that jumps would look like a server that is late.
  const common = { limits: false, monotonicMs: () => 0 }
  const keeping = await worldOver(store, time, common)
  const anew = await worldOver(store, time, { ...common, keptAnswerBytes: 0 })
  t.after(async () => {
    await keeping.app.close()
    await anew.app.close()
    await store.close()
  })
  return { time, keeping, anew }
}

/** The minimal standard generator of Park and Miller, from 0 up to and without `below`. */
function chooser(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

type Choose = ReturnType<typeof chooser>

function enquiry(choose: Choose, runIds: readonly string[]): string {
  const [from, to] = pairs[choose(pairs.length)] ?? 'AC'
  const pair = `from_station_code=${from}&to_station_code=${to}`
  const date = dates[choose(dates.length)]
  const run = runIds[choose(runIds.length)]
  const all = [
    `/api/train_runs?${pair}&journey_date=${date}`,
    `/api/train_runs?journey_date=${date}&${pair}`,
    `/api/train_runs/${run}`,
    `/api/train_runs/${run}/seats?${pair}`,
    `/api/fare_calendar?${pair}&from_date=${date}&days=${1 + choose(4)}`,
    `/api/stations?q=${'aez'[choose(3)]}`,
    '/api/stations',
  ]
  return all[choose(all.length)] ?? ''
}

/** Timetables that follow each other in any order: dearer, without a train, with another station's name. */
const timetables: readonly Timetable[] = [
  timetable,
  { ...timetable, fares: timetable.fares.map((fare) => ({ ...fare, roundToCents: 100 })) },
  { ...timetable, trains: timetable.trains.filter(({ number }) => number !== 'DAY 2') },
  { ...timetable, stations: timetable.stations.map((one) => ({ ...one, name: `${one.name} Hbf` })) },
]

/** What people, time and operators do to the sale, one thing at a time. */
function happenings({ time, keeping }: Twins, choose: Choose) {
  const held: { token: string; hold: string; seat: string }[] = []
  const booked: { token: string; booking: string }[] = []
  let keys = 0
  const key = () => `k${++keys}`
  const hold = async () => {
    const token = await keeping.guest()
    const seat = `4-${1 + choose(8)}`
    const [from, to] = pairs[choose(4)] ?? 'AC'
    const runs = runIdsOf(keeping).slice(0, 4)
    const body = {
      train_run_id: runs[choose(runs.length)],
      from_station_code: from,
      to_station_code: to,
      seat_numbers: [seat],
    }
    const answer = await keeping.call('POST', '/api/seat_holds', { token, key: key(), body })
    if (answer.status === 201) held.push({ token, hold: String(answer.body.hold_token), seat })
  }
  const release = async () => {
    const [one] = held.splice(choose(held.length + 1), 1)
    if (one) await keeping.call('DELETE', `/api/seat_holds/${one.hold}`, { token: one.token })
  }
  const book = async () => {
    const [one] = held.splice(choose(held.length + 1), 1)
    if (!one) return
    const passenger = { passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }
    const paid = ['tok_ok', 'tok_declined'][choose(2)]
    const body = {
      hold_token: one.hold,
      passengers: [{ seat_number: one.seat, ...passenger }],
      payment: { method: 'mock', token: paid },
    }
    const answer = await keeping.call('POST', '/api/bookings', { token: one.token, key: key(), body })
    if (answer.status === 201) booked.push({ token: one.token, booking: String(answer.body.booking_id) })
  }
  const cancel = async () => {
    const [one] = booked.splice(choose(booked.length + 1), 1)
    if (!one) return
    const path = `/api/bookings/${one.booking}`
    const quote = await keeping.call('POST', `${path}/cancellation_quotes`, { token: one.token, body: {} })
    const body = { quote_id: quote.body.quote_id }
    await keeping.call('POST', `${path}/cancellations`, { token: one.token, key: key(), body })
  }
  const pass = () => time.pass([1, 999, 60_000, 120_000, 3_600_000][choose(5)] ?? 1)
  // A clock may be set back a little, as that of a database is.
  const goBack = async () => time.advance(-choose(90_000))
  const importOne = async () => {
    await keeping.store.importTimetable(timetables[choose(timetables.length)] ?? timetable, range)
  }
  const roll = async () => {
    await keeping.store.openRuns('2027-03-15', dates[2 + choose(2)] ?? '2027-03-17')
  }
  const often = [hold, hold, hold, hold, release, book, book, cancel, pass, pass]
  return () => (choose(25) === 0 ? [importOne, roll, goBack][choose(3)] : often[choose(often.length)])?.()
}

function runIdsOf({ store }: World): readonly string[] {
  return [...store.network().runs()].map(({ id }) => String(id)).toSorted((a, b) => Number(a) - Number(b))
}

/** Everything that a client sees, but the moment of the answer, the number of the request and the clock. */
function seen(answer: Answer): readonly unknown[] {
  const { date: _, 'content-length': __, ...headers } = answer.headers
  return [answer.status, bodyOf(answer), headers]
}

function bodyOf({ text }: Answer): string {
  return text.replace(/"as_of":"[^"]*"/, '"as_of":""').replace(/#[\w-]+"/, '"')
}

for (const [seed, runsExpiry] of [
  [11, true],
  [12, false],
  [13, true],
  [14, false],
] as const)
  test(`Q60: a kept answer is what would be answered anew, whatever happens (seed ${seed})`, async (t) => {
    const twins = await openTwins(t, runsExpiry)
    const { keeping, anew } = twins
    const choose = chooser(seed)
    const happen = happenings(twins, choose)
    const tags = new Map<string, string>()
    const contents = new Map<string, string>()
    let notModified = 0
    for (let step = 0; step < 400; step++) {
      await happen()
      for (let look = 0; look < 6; look++) {
        const url = enquiry(choose, [...runIdsOf(keeping), '999'])
        const etag = tags.get(url)
        const headers = etag !== undefined && choose(2) === 0 ? { 'if-none-match': etag } : {}
        const [kept, made] = [
          await keeping.call('GET', url, { headers }),
          await anew.call('GET', url, { headers }),
        ]
        assert.deepEqual(seen(kept), seen(made), `seed ${seed}, step ${step}: ${url}`)
        if (kept.status === 304) notModified++
        const { etag: tag } = kept.headers
        if (kept.status === 200 && tag !== undefined) {
          const body = contents.get(url + tag) ?? bodyOf(kept)
          assert.equal(body, bodyOf(kept), 'a tag stands for one content')
          contents.set(url + tag, body)
          tags.set(url, tag)
        }
        const asOf = kept.body.as_of
        if (typeof asOf === 'string') assert.ok(Date.parse(asOf) <= keeping.store.now())
      }
    }
    assert.ok(notModified > 20, `${notModified} answers were not modified`)
  })

test('Q62: searches, calendars and runs that nobody has claimed anything on load no picture', async (t) => {
  const { keeping, anew } = await openTwins(t, true)
  const pictures = () => keeping.store.load.pictureCount
  const pair = 'from_station_code=A&to_station_code=C'
  const [sold, free] = [keeping.runId('DAY 2', '2027-03-16'), keeping.runId('DAY 2', '2027-03-17')]
  const urls = [
    `/api/train_runs?${pair}&journey_date=2027-03-16`,
    `/api/fare_calendar?${pair}&from_date=2027-03-15&days=4`,
    `/api/train_runs/${free}`,
  ]
  const look = async () => {
    const texts = await Promise.all(urls.map(async (url) => bodyOf(await keeping.call('GET', url))))
    for (const [index, url] of urls.entries()) assert.equal(texts[index], bodyOf(await anew.call('GET', url)))
    return texts.join('\n')
  }
  const before = await look()
  assert.equal(pictures(), 0)
  assert.match(before, /"travel_class":"SECOND","seats_available":20,"seats_total":20/)
  await keeping.call('POST', '/api/seat_holds', {
    token: await keeping.guest(),
    key: 'k',
    body: { train_run_id: sold, from_station_code: 'A', to_station_code: 'C', seat_numbers: ['4-1'] },
  })
  const after = await look()
  assert.equal(pictures(), 1)
  assert.match(after, /"travel_class":"SECOND","seats_available":19,"seats_total":20/)
})
