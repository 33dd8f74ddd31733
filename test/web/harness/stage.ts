import assert from 'node:assert/strict'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Client } from '../../harness/client.ts'
import { dayAhead, seatsOf } from '../../harness/railway.ts'
import { until } from '../../harness/wait.ts'
import type { FoundRun, HoldBody } from '../../harness/wire.ts'
import { createWorld, type TestScope } from '../../harness/world.ts'
import { stageTest } from './stage-test.ts'

/** The journey that the tests book on the demo railway. */
export interface Journey {
  readonly from: { readonly code: string; readonly name: string }
  readonly to: { readonly code: string; readonly name: string }
  readonly date: string
  readonly run: FoundRun
}

/** The real server with the built pages, and a train whose seats no other test has touched. */
export interface Stage {
  readonly client: Client
  readonly journey: Journey
  /** Free second-class seats in one coach that no other test has been given. */
  freshSeats(count: number): Promise<string[]>
  /** Holds these seats for somebody else, through the API. */
  holdElsewhere(seatNumbers: readonly string[]): Promise<{ token: string; hold: HoldBody }>
  /** Moves the server's clock past the end of this hold. */
  letHoldRunOut(token: string, holdToken: string): Promise<void>
}

const movableClock = pathToFileURL(join(import.meta.dirname, 'movable-clock.ts')).href

export const test = stageTest(openStage)

async function openStage(scope: TestScope): Promise<Stage> {
  const world = await createWorld(scope, {
    env: { NODE_OPTIONS: `--import ${movableClock}`, PAYMENT_TIMEOUT_SECONDS: '6' },
  })
  const { client, server } = world
  const journey = await findJourney(client)
  const segment = {
    train_run_id: journey.run.train_run_id,
    from_station_code: journey.from.code,
    to_station_code: journey.to.code,
  }
  const given = new Set<string>()
  return {
    client,
    journey,
    async freshSeats(count) {
      const coaches = await freeByCoach(client, segment)
      const fresh = coaches.map((seats) => seats.filter((seat) => !given.has(seat)).slice(0, count))
      const seats = fresh.find(({ length }) => length === count)
      assert.ok(seats, 'the train has seats enough for all tests')
      for (const seat of seats) given.add(seat)
      return seats
    },
    async holdElsewhere(seatNumbers) {
      const token = await client.session()
      const answer = await client.hold(token, { ...segment, seat_numbers: seatNumbers })
      assert.equal(answer.status, 201, answer.text)
      return { token, hold: answer.body }
    },
    async letHoldRunOut(token, holdToken) {
      process.kill(server.pid, 'SIGUSR2')
      await until(
        'the end of the hold',
        async () => (await client.showHold(token, holdToken)).body.status === 'EXPIRED' || undefined,
      )
    },
  }
}

async function findJourney(client: Client): Promise<Journey> {
  const [from, to] = [
    { code: 'ARD', name: 'Ardalen Central' },
    { code: 'NOH', name: 'Norrholm' },
  ]
  const date = dayAhead(3)
  const { body } = await client.search({ from_station_code: from.code, to_station_code: to.code }, date)
  const [run] = body.train_runs.toSorted((a, b) => seatCount(b) - seatCount(a))
  assert.ok(run && seatCount(run) >= 1_000, 'the demo railway has a train with 1,000 seats')
  return { from, to, date, run }
}

function seatCount({ classes }: FoundRun): number {
  return classes.reduce((sum, one) => sum + one.seats_total, 0)
}

async function freeByCoach(client: Client, segment: Parameters<Client['seats']>[0]): Promise<string[][]> {
  const byCoach = new Map<string, string[]>()
  for (const { coach, seat } of seatsOf((await client.seats(segment)).body)) {
    if (coach.travel_class !== 'SECOND' || seat.status !== 'AVAILABLE') continue
    byCoach.set(coach.coach_number, [...(byCoach.get(coach.coach_number) ?? []), seat.seat_number])
  }
  return [...byCoach.values()]
}
