// A server on a new demo railway for pictures of the pages: its trains, and what other passengers do there.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/holdfast.mjs', import.meta.url))
const movableClock = new URL('../../test/web/harness/movable-clock.ts', import.meta.url).href
const pair = { from: 'ARD', to: 'NOH' }
/** The share of a coach's seats that others have bought, and the share that they only hold, in percent. */
const boughtShare = 48
const heldShare = 12
const seatsPerHold = 9

/** Starts the server, and finds one train of each kind on the day after tomorrow, so none has left yet. */
export async function openRailway() {
  const data = mkdtempSync(join(tmpdir(), 'holdfast-pictures-'))
  const server = spawn(process.execPath, [program, 'serve'], {
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${movableClock}`,
      HOLDFAST_DATA: data,
      HOST: '127.0.0.1',
      PORT: '0',
      PAYMENT_TIMEOUT_SECONDS: '6',
      HOLDS_PER_USER: '1000',
      BLOCK_SHARE: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await readyUrl(server)
  const date = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const client = clientOf(url)
  const segment = { from_station_code: pair.from, to_station_code: pair.to }
  const found = await client.get(`/api/train_runs?${new URLSearchParams({ ...segment, journey_date: date })}`)
  const others = []
  const runOf = (prefix) => found.train_runs.find((run) => run.train_number.startsWith(prefix)).train_run_id
  return {
    url,
    date,
    trip: `from=${pair.from}&to=${pair.to}&date=${date}`,
    runs: { express: runOf('HX'), intercity: runOf('IC'), night: runOf('NT'), regional: runOf('RE') },
    /**
     * Others take most of the seats in these coaches: they buy some and hold some, until `holdAnew` is no
     * longer called.
     */
    async fill(run, coachNumbers) {
      const map = await client.get(`/api/train_runs/${run}/seats?${new URLSearchParams(segment)}`)
      const seats = map.coaches
        .filter((coach) => coachNumbers.includes(coach.coach_number))
        .flatMap((coach) => coach.seats.map((seat) => seat.seat_number))
      const shareOf = (_, index) => (index * 37) % 100
      const bought = seats.filter((_, index) => shareOf(_, index) < boughtShare)
      const held = seats.filter(
        (_, index) => Math.abs(shareOf(_, index) - boughtShare - heldShare / 2) < heldShare / 2,
      )
      for (const some of inHolds(bought))
        await client.book(await client.hold({ train_run_id: run, ...segment }, some))
      others.push(...inHolds(held).map((some) => ({ train_run_id: run, seat_numbers: some })))
    },
    /** Others renew their holds, since a hold does not last until all pictures are taken. */
    async holdAnew() {
      for (const { train_run_id, seat_numbers } of others)
        await client.hold({ train_run_id, ...segment }, seat_numbers)
    },
    /** Another passenger holds these seats on the express. */
    holdElsewhere: (seatNumbers) => client.hold({ train_run_id: runOf('HX'), ...segment }, seatNumbers),
    /** Ends every hold at once. */
    letHoldsRunOut: () => server.kill('SIGUSR2'),
    async close() {
      server.kill()
      await new Promise((done) => server.on('exit', done))
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function readyUrl(server) {
  for await (const line of createInterface(server.stdout)) {
    const url = /ready on (http:\S+)/.exec(line)?.[1]
    if (url) return url
  }
  throw new Error('the server ended before it was ready')
}

function inHolds(seatNumbers) {
  return Array.from({ length: Math.ceil(seatNumbers.length / seatsPerHold) }, (_, index) =>
    seatNumbers.slice(index * seatsPerHold, (index + 1) * seatsPerHold),
  )
}

function clientOf(url) {
  async function ask(path, token, body) {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    }
    const answer = await fetch(
      url + path,
      body ? { method: 'POST', headers, body: JSON.stringify(body) } : {},
    )
    // A seat that is already held is as good here.
    if (!answer.ok && answer.status !== 409)
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const guest = ask('/api/sessions', null, {})
  return {
    get: (path) => ask(path),
    hold: async (wanted, seat_numbers) =>
      ask('/api/seat_holds', (await guest).token, { ...wanted, seat_numbers }),
    book: async ({ hold_token, seats }) =>
      ask('/api/bookings', (await guest).token, {
        hold_token,
        passengers: seats.map(({ seat_number }) => ({
          seat_number,
          passenger_name: 'Mira Solveig',
          passenger_age: 41,
          passenger_gender: 'F',
        })),
        payment: { method: 'mock', token: 'tok_ok' },
      }),
  }
}
