import type { Static } from 'typebox'
import type { ShownBooking } from '../../app/after-sale/find-booking.ts'
import type { CheckedCode } from '../../app/tickets/check-code.ts'
import type { TicketSymbol } from '../../app/tickets/draw-symbol.ts'
import type { IssuedTicket } from '../../app/tickets/issue-ticket.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { Ticket, TicketVerdict } from '../schemas/tickets.ts'
import { utcTime } from './local-time.ts'

export function ticketView(
  { run }: ShownBooking,
  { ticket, code }: IssuedTicket,
  symbol: TicketSymbol,
): Static<typeof Ticket> {
  return {
    booking_id: ticket.locator,
    train_run_id: String(ticket.trainRunId),
    code: Buffer.from(code).toString('base64url'),
    symbol,
    key_id: ticket.keyId,
    issue: ticket.issue,
    valid_from: utcTime(ticket.validFrom),
    valid_until: utcTime(ticket.validUntil),
    seat_numbers: ticket.seatIds.map((id) => seatOf(run.consist, id).number),
  }
}

export function verdictView({ verdict, ticket, run }: CheckedCode): Static<typeof TicketVerdict> {
  const stationOf = (stopIndex: number | undefined) =>
    (stopIndex === undefined ? undefined : run?.train.stops[stopIndex]?.stationCode) ?? null
  const seatIds = verdict === 'VALID' ? (ticket?.seatIds ?? []) : []
  return {
    verdict,
    booking_id: ticket?.locator ?? null,
    train_number: run?.train.number ?? null,
    service_date: run?.serviceDate ?? null,
    from_station_code: stationOf(ticket?.segment.fromLeg),
    to_station_code: stationOf(ticket?.segment.toLeg),
    seat_numbers: run ? seatIds.map((id) => seatOf(run.consist, id).number) : [],
  }
}
