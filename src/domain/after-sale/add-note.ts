import type { BookingId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { ActedBy } from '../records/audit.ts'
import { accept, type Reply, refuse } from '../result.ts'

/** Enough for the longest story of a booking. */
const mostNotes = 50

interface AddNote {
  readonly bookingId: BookingId
  /** Sealed under the key of the booking. */
  readonly text: string
  readonly by: ActedBy
}

export type AddNoteRefusal =
  | { readonly code: 'booking_not_found' }
  | { readonly code: 'personal_data_erased' }
  | { readonly code: 'too_many_notes' }

/**
 * Adds a note of the railway to a booking; the passenger does not see it. The entry of the audit says that
 * there is one, and not what it says. Refuses in the order of the union above.
 */
export function addNote(
  inventory: Inventory,
  { bookingId, text, by }: AddNote,
  now: Instant,
): Decision<null, AddNoteRefusal> {
  const booking = inventory.booking(bookingId)
  const refused = (refusal: AddNoteRefusal): { reply: Reply<null, AddNoteRefusal>; changes: [] } => ({
    reply: refuse(refusal),
    changes: [],
  })
  if (!booking) return refused({ code: 'booking_not_found' })
  if (booking.personalData === 'ERASED') return refused({ code: 'personal_data_erased' })
  if (booking.notes.length >= mostNotes) return refused({ code: 'too_many_notes' })
  const { staffId, keyId } = by
  const notes = [...booking.notes, { at: now, staffId, keyId, text }]
  const { holdId, paymentId } = booking
  const note = { action: 'note_added', userId: null, holdId, paymentId, bookingId, facts: {}, by } as const
  return {
    reply: accept(null),
    changes: [
      { kind: 'booking_changed', booking: { ...booking, notes } },
      { kind: 'noted', note },
    ],
  }
}
