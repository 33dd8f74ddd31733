// A server of its own on a new demo railway, for pictures of the pages: its trains, and what others do there meanwhile.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/holdfast.mjs', import.meta.url))
const pair = { from: 'ARD', to: 'NOH' }
/** How many of the seats of a coach others have, in percent. */
const takenShare = 60
const seatsPerHold = 9

/** Starts the server, and finds one train of each kind on the day after tomorrow, when all of them are still to come. */
export async function openRailway() {
  const data = mkdtempSync(join(tmpdir(), 'holdfast-pictures-'))
  const server = spawn(process.execPath, [program, 'serve'], {
    env: {
      ...process.env,
      HOLDFAST_DATA: data,
      HOST: '127.0.0.1',
      PORT: '0',
      PAYMENT_TIMEOUT_SECONDS: '6',
      HOLDS_PER_USER: '1000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await readyUrl(server)
  const date = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const client = clientOf(url)
  const segment = { from_station_code: pair.from, to_station_code: pair.to }
  const found = await client.get(`/api/train_runs?${new URLSearchParams({ ...segment, journey_date: date })}`)
  const runOf = (prefix) => found.train_runs.find((run) => run.train_number.startsWith(prefix)).train_run_id
  return {
    url,
    date,
    trip: `from=${pair.from}&to=${pair.to}&date=${date}`,
    runs: { express: runOf('HX'), intercity: runOf('IC'), night: runOf('NT'), regional: runOf('RE') },
    /** Others hold most of the seats of these coaches. */
    async fill(run, coachNumbers) {
      const map = await client.get(`/api/train_runs/${run}/seats?${new URLSearchParams(segment)}`)
      const coaches = map.coaches.filter((coach) => coachNumbers.includes(coach.coach_number))
      const seats = coaches
        .flatMap((coach) => coach.seats)
        .filter((_, index) => (index * 37) % 100 < takenShare)
      await client.hold(run, segment, seats)
    },
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
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  return {
    get: (path) => ask(path),
    async hold(run, segment, seats) {
      const { token } = await ask('/api/sessions', null, {})
      for (let first = 0; first < seats.length; first += seatsPerHold) {
        const seat_numbers = seats.slice(first, first + seatsPerHold).map((seat) => seat.seat_number)
        await ask('/api/seat_holds', token, { train_run_id: run, ...segment, seat_numbers })
      }
    },
  }
}
