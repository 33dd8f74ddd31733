import { sendCodeByLink as sendCode } from '../../../app/after-sale/send-code.ts'
import { defineOperation } from '../../operation.ts'
import { CodeRequest, CodeSent } from '../../schemas/access.ts'
import { LinkParams } from '../../schemas/bookings.ts'
import { RefTo } from '../../schemas/common.ts'
import { codeSent } from '../../views/access.ts'

export const sendCodeByLink = defineOperation({
  name: 'sendCodeByLink',
  method: 'POST',
  path: '/api/bookings/by_link/{link_token}/codes',
  access: 'caller',
  idempotency: 'none',
  lane: 'hold',
  budget: 'codes',
  tag: 'Finding a booking',
  summary: 'Ask for a code with the link of a booking',
  description:
    'Sends a one-time code to the contact of the booking. Entering it gives the session the booking as if ' +
    'it had made it.',
  params: LinkParams,
  body: CodeRequest,
  answers: { 202: { description: 'A code is on its way.', schema: RefTo(CodeSent) } },
  refusals: ['booking_not_found', 'no_email_address'],
  async handle({ deps }, { caller, params, body }) {
    const sent = await sendCode(deps, caller, params.link_token, body.language ?? 'en')
    return sent.ok ? codeSent : sent
  },
})
