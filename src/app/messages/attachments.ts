import type { Message } from '../../domain/records/message.ts'
import { calendarFile } from '../../domain/tickets/calendar-file.ts'
import type { Attachment } from '../../mail/mailer.ts'
import { shown } from '../after-sale/find-booking.ts'
import type { Deps } from '../deps.ts'
import { journeyOf } from '../tickets/journey-of.ts'
import { type PaperDeps, paperTicket } from '../tickets/paper-ticket.ts'

export type AttachmentDeps = PaperDeps & Pick<Deps, 'personalKeys'>

/**
 * The files of a message: with the news of a booking its ticket and its journey, as they are when the message
 * is sent. A booking that was canceled meanwhile has none.
 */
export async function attachmentsOf(
  deps: AttachmentDeps,
  { kind, bookingId, trainRunId, language }: Message,
): Promise<readonly Attachment[]> {
  if (kind !== 'booked' || bookingId === null) return []
  const record = await deps.store.findBooking(bookingId, trainRunId)
  if (record?.booking.status !== 'CONFIRMED') return []
  const booking = shown(deps, record)
  const ticket = await paperTicket(deps, booking, { language })
  if (!ticket.ok) return []
  const { locator } = record.booking
  const calendar = calendarFile(journeyOf(deps.store.network(), booking), language, deps.store.now())
  return [
    { fileName: `${locator}.pdf`, mediaType: 'application/pdf', bytes: ticket.value },
    { fileName: `${locator}.ics`, mediaType: 'text/calendar', bytes: Buffer.from(calendar) },
  ]
}
