import type { Client } from '../harness/client.ts'
import { bookingRequest } from '../harness/client.ts'
import { dayAhead } from '../harness/railway.ts'
import type { BookingBody, HoldBody, QuoteBody } from '../harness/wire.ts'

/** A request of a client and its answer. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly token?: string
  readonly key?: string
  readonly body?: unknown
  readonly status: number
  readonly answer: unknown
}

/**
 * Sells a little of everything on the one train of a date, and reads the results: a booking of two, one
 * canceled entirely, one with one seat canceled, one that the provider reports twice, a declined payment, a
 * released hold, and at the end an open quote and an open hold.
 */
export async function sellEverything(client: Client, date: string): Promise<readonly Call[]> {
  const calls: Call[] = []
  const token = await client.session()
  let keys = 0
  const call = async <T>(
    method: Call['method'],
    path: string,
    body?: unknown,
    isOpen = false,
  ): Promise<T> => {
    const key = method === 'POST' && !path.endsWith('quotes') ? { key: `key ${++keys}` } : {}
    const sent = { ...(isOpen ? {} : { token }), ...key, ...(body === undefined ? {} : { body }) }
    const { status, body: answer, text } = await client.call<T>(method, path, sent)
    if (status >= 500) throw new Error(`${method} ${path}: ${status} ${text}`)
    calls.push({ method, path, ...sent, status, answer: answer ?? null })
    return answer
  }
  const stations = 'from_station_code=A&to_station_code=C'
  const found = await client.search({ from_station_code: 'A', to_station_code: 'C' }, date)
  const run = found.body.train_runs[0]?.train_run_id ?? ''
  const map = await client.seats({ train_run_id: run, from_station_code: 'A', to_station_code: 'C' })
  const free = map.body.coaches.flatMap((coach) => coach.seats.map((seat) => seat.seat_number))
  const hold = (count: number, from = 'A', to = 'C') =>
    call<HoldBody>('POST', '/api/seat_holds', {
      train_run_id: run,
      from_station_code: from,
      to_station_code: to,
      seat_numbers: free.splice(0, count),
    })
  const book = async (count: number, payment = 'tok_ok', from = 'A', to = 'C') =>
    call<BookingBody>('POST', '/api/bookings', bookingRequest(await hold(count, from, to), payment))
  const quote = ({ booking_id: id }: BookingBody, seats?: readonly string[]) =>
    call<QuoteBody>('POST', `/api/bookings/${id}/cancellation_quotes`, seats ? { seat_numbers: seats } : {})
  const cancel = async (booking: BookingBody, seats?: readonly string[]) => {
    const { quote_id } = await quote(booking, seats)
    return call<BookingBody>('POST', `/api/bookings/${booking.booking_id}/cancellations`, { quote_id })
  }
  const kept = await book(2)
  await cancel(await book(1, 'tok_ok', 'A', 'B'))
  const parted = await book(2)
  await cancel(parted, [parted.seats[0]?.seat_number ?? ''])
  await book(1, 'tok_duplicate', 'B', 'C')
  await book(1, 'tok_declined')
  const released = await hold(1)
  await call('DELETE', `/api/seat_holds/${released.hold_token}`)
  await quote(kept)
  await hold(1)
  for (const booking of [kept, parted]) {
    await call('GET', `/api/bookings/${booking.booking_id}`)
    await call('GET', `/api/bookings/${booking.booking_id}/history`)
    await call('GET', `/api/bookings/by_link/${booking.link_token}`, undefined, true)
  }
  await call('GET', '/api/bookings')
  for (const offset of [1, 2, 3])
    await call('GET', `/api/train_runs?${stations}&journey_date=${dayAhead(offset)}`, undefined, true)
  return calls
}
