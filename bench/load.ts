/**
 * A closed-loop load generator in its own process: each connection holds one seat, books it, and continues
 * with its next seat. A sale counts only if its hold and its booking were both answered 201.
 *
 *   node bench/load.ts PLAN.json        prints one line of JSON, a `LoadReport`
 */
import { readFileSync } from 'node:fs'
import { type Answer, LoadConnection, requestHead, withBody } from './load-connection.ts'
import { type LoadPlan, type PlannedSale, portOf, shares } from './load-plan.ts'
import { percentile } from './statistics.ts'

/** The measured figures; times in milliseconds. */
export interface LoadReport {
  readonly sales: number
  readonly seconds: number
  readonly salesPerSecond: number
  readonly holdP50: number
  readonly holdP99: number
  readonly bookingP50: number
  readonly bookingP99: number
  /** Answers other than 201, by status and code. */
  readonly refused: Readonly<Record<string, number>>
  /** The processor time of this process while measuring. */
  readonly cpuSeconds: number
  /** True if a connection ran out of seats, which makes the figure useless. */
  readonly ranOut: boolean
}

interface Tally {
  isMeasuring: boolean
  isOver: boolean
  sales: number
  ranOut: boolean
  readonly holdMs: number[]
  readonly bookingMs: number[]
  readonly refused: Map<string, number>
}

/** Sells one connection's seats, one after another, until the time is up. */
class Seller {
  readonly #connection: LoadConnection
  readonly #holdHead: string
  readonly #bookingHead: string
  readonly #keyPrefix: string
  readonly #sales: readonly PlannedSale[]
  readonly #tally: Tally
  #next = 0
  #startedAt = 0
  #seatNumber = ''

  constructor(plan: LoadPlan, index: number, sales: readonly PlannedSale[], tally: Tally) {
    this.#connection = new LoadConnection(plan.host, portOf(plan, index))
    const headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${plan.bearerTokens[index % plan.bearerTokens.length]}`,
    }
    this.#holdHead = requestHead('POST', '/api/seat_holds', headers)
    this.#bookingHead = requestHead('POST', '/api/bookings', headers)
    this.#keyPrefix = `Idempotency-Key: ${process.pid}-${index}-`
    this.#sales = sales
    this.#tally = tally
  }

  hold(): void {
    const sale = this.#sales[this.#next++]
    if (!sale) this.#tally.ranOut = true
    if (sale && !this.#tally.isOver) this.#holdSeat(sale)
    else this.#connection.close()
  }

  #holdSeat(sale: PlannedSale): void {
    this.#seatNumber = sale.seatNumber
    const { run } = sale
    const body =
      `{"train_run_id":"${run.trainRunId}","from_station_code":"${run.fromStationCode}",` +
      `"to_station_code":"${run.toStationCode}","seat_numbers":["${sale.seatNumber}"]}`
    this.#send(this.#holdHead, 'h', body, this.#held)
  }

  #send(head: string, step: string, body: string, then: (answer: Answer) => void): void {
    this.#startedAt = performance.now()
    const request = withBody(`${head}${this.#keyPrefix}${this.#next}${step}\r\n`, body)
    this.#connection.send(request, then, this.#broken)
  }

  readonly #held = (answer: Answer): void => {
    if (this.#tally.isMeasuring) this.#tally.holdMs.push(performance.now() - this.#startedAt)
    if (answer.status === 201) this.#book(textAfter(answer.body, '"hold_token":"'))
    else {
      this.#refused('hold', answer)
      this.hold()
    }
  }

  #book(token: string): void {
    const body =
      `{"hold_token":"${token}","passengers":[{"seat_number":"${this.#seatNumber}",` +
      '"passenger_name":"Ada Byron","passenger_age":36,"passenger_gender":"F"}],' +
      '"payment":{"method":"mock","token":"tok_ok"}}'
    this.#send(this.#bookingHead, 'b', body, this.#booked)
  }

  readonly #booked = (answer: Answer): void => {
    if (this.#tally.isMeasuring) this.#tally.bookingMs.push(performance.now() - this.#startedAt)
    if (answer.status !== 201) this.#refused('booking', answer)
    else if (this.#tally.isMeasuring) this.#tally.sales++
    this.hold()
  }

  #refused(step: string, answer: Answer): void {
    const name = `${step} ${answer.status} ${textAfter(answer.body, '"code":"')}`
    this.#tally.refused.set(name, (this.#tally.refused.get(name) ?? 0) + 1)
  }

  readonly #broken = (error: Error): void => {
    this.#tally.refused.set(error.message, (this.#tally.refused.get(error.message) ?? 0) + 1)
  }
}

/** The text between a marker and the next quotation mark; empty if there is no marker. */
function textAfter(body: string, marker: string): string {
  const start = body.indexOf(marker)
  if (start < 0) return ''
  return body.slice(start + marker.length, body.indexOf('"', start + marker.length))
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function run(plan: LoadPlan): Promise<LoadReport> {
  const tally: Tally = {
    isMeasuring: false,
    isOver: false,
    sales: 0,
    ranOut: false,
    holdMs: [],
    bookingMs: [],
    refused: new Map(),
  }
  const connections = plan.bearerTokens.length
  const servers = plan.isByRun && typeof plan.port !== 'number' ? plan.port.length : 1
  const sellers = shares(plan.runs, connections, servers).map(
    (sales, index) => new Seller(plan, index, sales, tally),
  )
  for (const seller of sellers) seller.hold()
  await pause(plan.warmupMs)
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  process.stderr.write('measuring\n')
  tally.isMeasuring = true
  await pause(plan.measureMs)
  tally.isMeasuring = false
  const seconds = (performance.now() - startedAt) / 1000
  process.stderr.write('measured\n')
  const used = process.cpuUsage(cpu)
  tally.isOver = true
  return {
    sales: tally.sales,
    seconds,
    salesPerSecond: tally.sales / seconds,
    holdP50: percentile(tally.holdMs, 50),
    holdP99: percentile(tally.holdMs, 99),
    bookingP50: percentile(tally.bookingMs, 50),
    bookingP99: percentile(tally.bookingMs, 99),
    refused: Object.fromEntries(tally.refused),
    cpuSeconds: (used.user + used.system) / 1e6,
    ranOut: tally.ranOut,
  }
}

const [file] = process.argv.slice(2)
if (!file) throw new Error('name the plan: node bench/load.ts PLAN.json')
const report = await run(JSON.parse(readFileSync(file, 'utf8')) as LoadPlan)
process.stdout.write(`${JSON.stringify(report)}\n`)
