import { sendCodeToContact } from '../../../app/after-sale/send-code.ts'
import { defineOperation } from '../../operation.ts'
import { CodeSent, FindRequest } from '../../schemas/access.ts'
import { RefTo } from '../../schemas/common.ts'
import { codeSent } from '../../views/access.ts'

export const findBooking = defineOperation({
  name: 'findBooking',
  method: 'POST',
  path: '/api/bookings/find',
  access: 'caller',
  idempotency: 'none',
  lane: 'hold',
  budget: 'finding',
  tag: 'Finding a booking',
  summary: 'Ask for a code to find a booking',
  description:
    'If there is a booking with this record locator and this contact, its contact is sent a one-time code. ' +
    'The answer is the same if there is none. Only the last code of a session counts.',
  body: FindRequest,
  answers: {
    202: { description: 'A code is on its way, if there is such a booking.', schema: RefTo(CodeSent) },
  },
  refusals: [],
  async handle({ deps }, { caller, body }) {
    const { booking_id: locator, email, language = 'en' } = body
    await sendCodeToContact(deps, caller, { locator, email, language })
    return codeSent
  },
})
