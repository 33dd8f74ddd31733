import type { Static } from 'typebox'
import type { ShownBooking } from '../../app/after-sale/find-booking.ts'
import type { TicketSymbol } from '../../app/tickets/draw-symbol.ts'
import type { IssuedTicket } from '../../app/tickets/issue-ticket.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { Ticket } from '../schemas/tickets.ts'
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
