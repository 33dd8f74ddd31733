import { accept, type Reply, refuse } from '../../domain/result.ts'
import { type Ticket, ticketBytes } from '../../domain/tickets/ticket-code.ts'
import { ticketOf } from '../../domain/tickets/ticket-of.ts'
import type { ShownBooking } from '../after-sale/find-booking.ts'
import type { Deps } from '../deps.ts'
import { signedTicket, signingTicketKey } from './ticket-keys.ts'

export interface IssuedTicket {
  readonly ticket: Ticket
  /** What is drawn: the bytes of the ticket and their signature. */
  readonly code: Uint8Array
}

/**
 * The ticket of a booking that its caller may see. It is made anew each time and stored nowhere: the same
 * booking has the same code, since the signature of the same bytes is the same (RFC 8032).
 */
export function issueTicket(
  deps: Pick<Deps, 'store' | 'ticketKeys' | 'settings'>,
  { record, run }: ShownBooking,
): Reply<IssuedTicket, { readonly code: 'already_cancelled' }> {
  const key = signingTicketKey(deps, deps.store.now())
  const { ticketInitials: hasInitials } = deps.settings
  const ticket = ticketOf(record.booking, run, { keyId: key.id, hasInitials })
  if (!ticket) return refuse({ code: 'already_cancelled' })
  return accept({ ticket, code: signedTicket(ticketBytes(ticket), key) })
}
