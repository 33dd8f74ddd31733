/**
 * An open-loop generator of visitors in its own process. A visitor asks some questions, opens a session,
 * holds a seat and books it; every tenth cancels the booking. Arrivals are planned ahead, whatever the server
 * does, and each wait counts from the planned moment. A visitor who is refused leaves. Each line on standard
 * input is a stage; each line on standard output is how it went.
 *
 *   node bench/overload/visitors.ts WORLD.json
 */
import { readFileSync } from 'node:fs'
import { createRandom } from '../../test/harness/random.ts'
import { servePlans } from '../generator.ts'
import { type Answer, LoadConnection, requestHead, withBody } from '../load-connection.ts'
import { type PlannedSale, shares } from '../load-plan.ts'
import type { Stage, StageReport, VisitWorld } from './stage.ts'
import { Tally } from './tally.ts'

const [file] = process.argv.slice(2)
if (!file) throw new Error('name the world: node bench/overload/visitors.ts WORLD.json')
const world = JSON.parse(readFileSync(file, 'utf8')) as VisitWorld
const random = createRandom(world.seed)
const sales: readonly PlannedSale[] = shares(world.runs, 1)[0] ?? []
const cancelsEvery = 10
const tickMs = 1

let tally = new Tally()
let visits = 0

/** Requests go to the server as through a proxy: over kept connections, as many as are needed at once. */
class Connections {
  readonly #free: LoadConnection[] = []
  opened = 0

  take(): LoadConnection {
    const free = this.#free.pop()
    if (free) return free
    this.opened++
    return new LoadConnection('127.0.0.1', world.port)
  }

  giveBack(connection: LoadConnection): void {
    this.#free.push(connection)
  }
}

const connections = new Connections()
const thinking: { readonly visit: Visit; readonly dueAt: number }[] = []
let nextThinking = 0

interface Request {
  readonly step: string
  readonly text: string
}

class Visit {
  readonly #index = visits++
  readonly #forwarded = `X-Forwarded-For: ${addressOf(this.#index)}\r\n`
  readonly #sale: PlannedSale
  readonly #onEnd: () => void
  #step = 0
  #token = ''
  #holdToken = ''
  #bookingId = ''
  #quoteId = ''

  constructor(onEnd: () => void) {
    const sale = sales[this.#index % sales.length]
    if (!sale) throw new Error('there is no seat to sell')
    this.#sale = sale
    this.#onEnd = onEnd
  }

  /** Sends the visitor's next request, which was planned for `plannedAt`. */
  goOn(plannedAt: number): void {
    const { step, text } = this.#request()
    const connection = connections.take()
    const onAnswer = (answer: Answer) => {
      connections.giveBack(connection)
      this.#answered(step, answer, performance.now() - plannedAt)
    }
    connection.send(text, onAnswer, (error) => {
      tally.broken(step, error.message)
      this.#onEnd()
    })
  }

  #answered(step: string, answer: Answer, waitedMs: number): void {
    if (answer.status >= 400) {
      tally.refused(step, answer.status, textAfter(answer.body, '"code":"'), waitedMs)
      this.#onEnd()
      return
    }
    tally.accepted(step, waitedMs)
    this.#token ||= textAfter(answer.body, '"token":"')
    this.#holdToken ||= textAfter(answer.body, '"hold_token":"')
    this.#bookingId ||= textAfter(answer.body, '"booking_id":"')
    this.#quoteId ||= textAfter(answer.body, '"quote_id":"')
    if (step === 'book') tally.sold()
    const isLast = step === 'cancel' || (step === 'book' && this.#index % cancelsEvery !== 0)
    if (isLast) this.#onEnd()
    else thinking.push({ visit: this, dueAt: performance.now() + world.thinkMs })
  }

  #request(): Request {
    const step = this.#step++
    const { enquiries, paths } = world
    if (step < enquiries) {
      const path = paths[(this.#index * 7 + step) % paths.length] ?? ''
      const text = `${requestHead('GET', path, {})}${this.#forwarded}\r\n`
      return { step: step === 0 ? 'first enquiry' : 'enquiry', text }
    }
    const sale = step - enquiries
    if (sale === 0) return this.#post('session', '/api/sessions', '{}')
    if (sale === 1) return this.#post('hold', '/api/seat_holds', this.#holdBody())
    if (sale === 2) return this.#post('book', '/api/bookings', this.#bookingBody())
    const booking = `/api/bookings/${this.#bookingId}`
    if (sale === 3) return this.#post('quote', `${booking}/cancellation_quotes`, '{}')
    return this.#post('cancel', `${booking}/cancellations`, `{"quote_id":"${this.#quoteId}"}`)
  }

  #post(step: string, path: string, body: string): Request {
    const headers = {
      'Content-Type': 'application/json',
      ...(this.#token ? { Authorization: `Bearer ${this.#token}` } : {}),
      'Idempotency-Key': `${process.pid}-${this.#index}-${step}`,
    }
    return { step, text: withBody(requestHead('POST', path, headers) + this.#forwarded, body) }
  }

  #holdBody(): string {
    const { run, seatNumber } = this.#sale
    return (
      `{"train_run_id":"${run.trainRunId}","from_station_code":"${run.fromStationCode}",` +
      `"to_station_code":"${run.toStationCode}","seat_numbers":["${seatNumber}"]}`
    )
  }

  #bookingBody(): string {
    return (
      `{"hold_token":"${this.#holdToken}","passengers":[{"seat_number":"${this.#sale.seatNumber}",` +
      '"passenger_name":"Ada Byron","passenger_age":36,"passenger_gender":"F"}],' +
      '"payment":{"method":"mock","token":"tok_ok"}}'
    )
  }
}

/** Every visitor has an address of their own, as on the internet. */
function addressOf(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
}

/** The text between a marker and the next quotation mark; empty if there is no marker. */
function textAfter(body: string, marker: string): string {
  const start = body.indexOf(marker)
  if (start < 0) return ''
  return body.slice(start + marker.length, body.indexOf('"', start + marker.length))
}

/** Whoever has thought long enough asks on; all think equally long, so they are in order. */
function askOn(now: number): void {
  for (let next = thinking[nextThinking]; next && next.dueAt <= now; next = thinking[nextThinking]) {
    nextThinking++
    next.visit.goOn(next.dueAt)
  }
  if (nextThinking < 10_000) return
  thinking.splice(0, nextThinking)
  nextThinking = 0
}

setInterval(() => askOn(performance.now()), tickMs).unref()

async function carryOut(stage: Stage): Promise<StageReport> {
  const startedAt = performance.now()
  const endsAt = startedAt + stage.milliseconds
  tally = new Tally(startedAt)
  const settled = setTimeout(() => tally.settle(), stage.settleMs)
  await (stage.perSecond === undefined
    ? comeInTurn(stage.atATime ?? 1, endsAt)
    : arrive(stage.perSecond, endsAt))
  clearTimeout(settled)
  return tally.report(connections.opened)
}

/** Arrivals that know nothing of each other, planned ahead. */
async function arrive(perSecond: number, endsAt: number): Promise<void> {
  let next = performance.now()
  for (let now = next; now < endsAt; now = performance.now()) {
    for (; next <= now; next += (-Math.log((1 + random.int(1e9)) / 1e9) / perSecond) * 1000) {
      tally.arrived()
      new Visit(() => {}).goOn(next)
    }
    await pause(tickMs)
  }
}

/** This many visitors at any time, each followed by another. */
async function comeInTurn(atATime: number, endsAt: number): Promise<void> {
  const come = () => {
    const now = performance.now()
    if (now >= endsAt) return
    tally.arrived()
    new Visit(() => setImmediate(come)).goOn(now)
  }
  for (let index = 0; index < atATime; index++) come()
  await pause(endsAt - performance.now())
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

await servePlans(carryOut)
process.exit(0)
