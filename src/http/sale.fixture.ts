import assert from 'node:assert/strict'
import type { Answer, World } from './world.fixture.ts'

/** `409 seat_taken`: how a request was refused. */
export const refusedAs = (answer: Answer) => `${answer.status} ${answer.body.code}`

/** Holds seats from A to C, or on the night train from E to C, and returns the token of the hold. */
export async function holdSeats(
  world: World,
  token: string,
  key: string,
  seats: readonly string[],
  run = 'DAY 2',
) {
  const [from, to] = run === 'NIGHT 3' ? ['E', 'C'] : ['A', 'C']
  const body = {
    train_run_id: world.runId(run, run === 'NIGHT 3' ? '2027-03-16' : '2027-03-17'),
    from_station_code: from,
    to_station_code: to,
    seat_numbers: seats,
  }
  const answer = await world.call('POST', '/api/seat_holds', { token, key, body })
  assert.equal(answer.status, 201, answer.text)
  return String(answer.body.hold_token)
}

/** Pays for a hold, with one passenger for each seat. */
export function pay(
  world: World,
  token: string,
  key: string,
  holdToken: string,
  seats: readonly string[],
  card = 'tok_ok',
) {
  const passengers = seats.map((seat, index) => ({
    seat_number: seat,
    passenger_name: `Ada ${index}`,
    passenger_age: 30 + index,
    passenger_gender: 'F',
  }))
  return world.call('POST', '/api/bookings', {
    token,
    key,
    body: {
      hold_token: holdToken,
      passengers,
      contact: { email: 'ada@example.org' },
      payment: { method: 'mock', token: card },
    },
  })
}

/** Holds seats and books them; the answer is the booking. */
export async function sell(
  world: World,
  token: string,
  seats: readonly string[],
  key = seats.join('+'),
): Promise<Answer> {
  const answer = await pay(world, token, `b-${key}`, await holdSeats(world, token, `h-${key}`, seats), seats)
  assert.equal(answer.status, 201, answer.text)
  return answer
}

/** Quotes a cancellation of all seats, or of some, and carries it out. */
export async function cancel(
  world: World,
  token: string,
  id: unknown,
  key: string,
  seats?: readonly string[],
) {
  const quote = await world.call('POST', `/api/bookings/${id}/cancellation_quotes`, {
    token,
    body: seats ? { seat_numbers: seats } : {},
  })
  assert.equal(quote.status, 201, quote.text)
  const body = { quote_id: quote.body.quote_id }
  return {
    quote,
    body,
    answer: await world.call('POST', `/api/bookings/${id}/cancellations`, { token, key, body }),
  }
}
