import { type AddNoteRefusal, addNote as rule } from '../../domain/after-sale/add-note.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { type Reply, refuse } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { dataKeyOf, seal } from '../personal-data.ts'
import { type BookingForRailway, findAnyBooking, findAnyRecord } from './find-booking.ts'

/** `overloaded`: the server has not sealed a booking of an older version yet. */
type NoteRefusal = AddNoteRefusal | { readonly code: 'overloaded'; readonly retryAfterMs: number }

/** Notes something about a booking for others of the railway. */
export async function addNote(
  deps: Pick<Deps, 'store' | 'personalKeys' | 'randomBytes'>,
  { locator, text, by }: { readonly locator: string; readonly text: string; readonly by: ActedBy },
): Promise<Reply<BookingForRailway, NoteRefusal>> {
  const record = await findAnyRecord(deps, locator)
  if (!record) return refuse({ code: 'booking_not_found' })
  const { booking, wrappedKey } = record
  if (booking.personalData === 'PLAIN') return refuse({ code: 'overloaded', retryAfterMs: 5_000 })
  if (wrappedKey === null) return refuse({ code: 'personal_data_erased' })
  const sealed = seal(deps, dataKeyOf(deps, booking, wrappedKey), text)
  const command = { bookingId: booking.id, text: sealed, by }
  const scope = { trainRunId: booking.trainRunId, bookingId: booking.id }
  const reply = await deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
  return reply.ok ? findAnyBooking(deps, locator) : reply
}
