import { addNote as add } from '../../../app/after-sale/add-note.ts'
import { keepNowhere } from '../../conditional.ts'
import { actOf, rightsOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { DeskBooking, NoteRequest } from '../../schemas/desk.ts'
import { bookingView } from '../../views/booking.ts'
import { deskBookingView } from '../../views/desk.ts'

export const addNote = defineOperation({
  name: 'addNote',
  method: 'POST',
  path: '/api/operator/bookings/{booking_id}/notes',
  access: 'staff',
  right: 'bookings.change',
  idempotency: 'none',
  lane: 'confirm',
  tag: 'For the railway',
  summary: 'Note something about a booking',
  description:
    'For others of the railway; the passenger does not see it. It is stored sealed like a name, and erased ' +
    'with the booking. Each request adds a note.',
  params: BookingParams,
  body: NoteRequest,
  answers: { 201: { description: 'The booking with its notes.', schema: RefTo(DeskBooking) } },
  refusals: ['booking_not_found', 'personal_data_erased', 'too_many_notes'],
  async handle({ deps }, { caller, params, body }) {
    const by = { ...actOf(caller), reason: body.reason }
    const done = await add(deps, { locator: params.booking_id, text: body.text, by })
    if (!done.ok) return done
    const view = bookingView(deps.store.network(), done.value)
    return {
      status: 201,
      body: deskBookingView(view, done.value, rightsOf(caller)),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
