import type {
  Booking,
  CodeSent,
  ConfirmBookingBody,
  FareCalendar,
  FindBookingBody,
  Hold,
  ListBookingsAnswer,
  ListStationsAnswer,
  PlaceHoldBody,
  Quote,
  Run,
  SearchRunsAnswer,
  SeatMap,
  ShowOutboxAnswer,
} from '../api-types.ts'
import { prove } from '../lib/prove.ts'
import { isChallenge } from '../lib/solve-challenge.ts'
import { attempt } from './attempts.ts'
import { type ApiRefusal, type ApiReply, send } from './client.ts'
import { sendAsGuest } from './session.ts'

/** Two stations, by their codes. */
export interface Pair {
  readonly from: string
  readonly to: string
}

const part = encodeURIComponent

function pairQuery({ from, to }: Pair) {
  return { from_station_code: from, to_station_code: to }
}

export const listStations = (typed: string, signal?: AbortSignal) =>
  send<ListStationsAnswer>({ path: '/api/stations', query: { q: typed }, ...(signal ? { signal } : {}) })

export const searchRuns = (pair: Pair, date: string) =>
  send<SearchRunsAnswer>({ path: '/api/train_runs', query: { ...pairQuery(pair), journey_date: date } })

export const showFareCalendar = (pair: Pair, fromDate: string, days: number) =>
  send<FareCalendar>({
    path: '/api/fare_calendar',
    query: { ...pairQuery(pair), from_date: fromDate, days: String(days) },
  })

export const showRun = (runId: string) => send<Run>({ path: `/api/train_runs/${part(runId)}` })

export const showSeats = (runId: string, pair: Pair) =>
  send<SeatMap>({ path: `/api/train_runs/${part(runId)}/seats`, query: pairQuery(pair) })

export function seatEventsPath(runId: string, pair: Pair): string {
  return `/api/train_runs/${part(runId)}/seats/events?${new URLSearchParams(pairQuery(pair))}`
}

/** How a page follows the work of its device. */
interface Work {
  /** Ends the work. */
  readonly signal: AbortSignal
  /** Told when the work begins, and when it ends. */
  readonly onWorking: (isWorking: boolean) => void
}

/** A class can come under more pressure while the device works. */
const mostChallenges = 5

/**
 * The same request is the same attempt while its outcome is unknown; a different request is a new attempt.
 * Under pressure the device does the work that the server asks for, and the request is sent again with it.
 */
export function placeHold(body: PlaceHoldBody, work: Work): Promise<ApiReply<Hold>> {
  let challenges = 0
  async function onRefused(refusal: ApiRefusal): Promise<PlaceHoldBody | undefined> {
    const challenge = 'challenge' in refusal ? refusal.challenge : undefined
    if (!isChallenge(challenge) || ++challenges > mostChallenges) return undefined
    work.onWorking(true)
    const proof = await prove(challenge, work.signal)
    work.onWorking(false)
    return proof === undefined ? undefined : { ...body, proof }
  }
  const options = { runId: body.train_run_id, onRefused }
  return attempt(`hold.${JSON.stringify(body)}`, '/api/seat_holds', body, options)
}

export const showHold = (token: string) => sendAsGuest<Hold>({ path: `/api/seat_holds/${part(token)}` })

/** Asks for the hold's one longer life. */
export const extendHold = (token: string, runId: string) =>
  attempt<Hold>(`extend.${token}`, `/api/seat_holds/${part(token)}/extensions`, {}, { runId })

export const releaseHold = (token: string) =>
  sendAsGuest<null>({ method: 'DELETE', path: `/api/seat_holds/${part(token)}` })

/** Names the attempt to pay for a hold. */
export function paymentPurpose(holdToken: string): string {
  return `book.${holdToken}`
}

export const confirmBooking = (
  body: ConfirmBookingBody,
  runId: string,
  onWaiting: (refusal: ApiRefusal) => void,
) => attempt<Booking>(paymentPurpose(body.hold_token), '/api/bookings', body, { runId, onWaiting })

export const listBookings = (after: string | null) =>
  sendAsGuest<ListBookingsAnswer>({
    path: '/api/bookings',
    query: { limit: '20', ...(after ? { after } : {}) },
  })

export const showBooking = (id: string) => sendAsGuest<Booking>({ path: `/api/bookings/${part(id)}` })

export const showBookingByLink = (token: string) =>
  send<Booking>({ path: `/api/bookings/by_link/${part(token)}` })

export const quoteCancellation = (id: string, seatNumbers: readonly string[]) =>
  sendAsGuest<Quote>({
    method: 'POST',
    path: `/api/bookings/${part(id)}/cancellation_quotes`,
    body: { seat_numbers: seatNumbers },
  })

export const cancelBooking = (id: string, quoteId: string) =>
  attempt<Booking>(`cancel.${quoteId}`, `/api/bookings/${part(id)}/cancellations`, { quote_id: quoteId })

export const findBooking = (body: FindBookingBody) =>
  sendAsGuest<CodeSent>({ method: 'POST', path: '/api/bookings/find', body })

export const sendCodeByLink = (token: string, language: FindBookingBody['language']) =>
  sendAsGuest<CodeSent>({
    method: 'POST',
    path: `/api/bookings/by_link/${part(token)}/codes`,
    body: { language },
  })

export const grantBooking = (id: string, code: string) =>
  sendAsGuest<Booking>({ method: 'POST', path: `/api/bookings/${part(id)}/grants`, body: { code } })

export const showOutbox = () => send<ShowOutboxAnswer>({ path: '/api/outbox' })
