import type { Language } from '../../domain/language.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Paper } from '../../domain/tickets/ticket-sheet.ts'
import type { ShownBooking } from '../after-sale/find-booking.ts'
import type { Deps } from '../deps.ts'
import type { Drawings } from './drawings.ts'
import { issueTicket } from './issue-ticket.ts'
import { ticketSheet } from './ticket-sheet.ts'

export interface PaperDeps extends Pick<Deps, 'store' | 'brand' | 'ticketKeys' | 'settings'> {
  readonly drawings: Drawings
}

/** How a ticket is wanted; in the language in which it was bought, and for a printer, if not said. */
interface PaperWish {
  readonly language?: Language | undefined
  readonly paper?: Paper | undefined
}

/** The ticket of a booking on paper, as a PDF. */
export async function paperTicket(
  deps: PaperDeps,
  shown: ShownBooking,
  wish: PaperWish = {},
): Promise<Reply<Uint8Array, { readonly code: 'already_cancelled' }>> {
  const issued = issueTicket(deps, shown)
  if (!issued.ok) return issued
  const language = wish.language ?? shown.record.booking.language ?? deps.brand.languages[0]
  const symbol = await deps.drawings.symbol(issued.value.code)
  const sheet = ticketSheet(deps, shown, symbol, { language, paper: wish.paper ?? 'a4' })
  return accept(await deps.drawings.sheet(sheet))
}
