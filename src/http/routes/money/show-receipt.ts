import { deskReceipt } from '../../../app/operations/desk-accounts.ts'
import { keepNowhere } from '../../conditional.ts'
import { rightsOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { Receipt } from '../../schemas/desk-sale.ts'
import { receiptView } from '../../views/desk-sale.ts'

export const showReceipt = defineOperation({
  name: 'showReceipt',
  method: 'GET',
  path: '/api/operator/bookings/{booking_id}/receipt',
  access: 'staff',
  right: 'bookings.find',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'The receipt of a sale at the desk',
  description: 'With what was taken and paid out so far, who did it in which till, and what is still open.',
  params: BookingParams,
  answers: { 200: { description: 'The receipt as of now.', schema: RefTo(Receipt) } },
  refusals: ['booking_not_found', 'not_sold_at_desk'],
  async handle({ deps }, { caller, params }) {
    const found = await deskReceipt(deps, params.booking_id)
    if (!found.ok) return found
    const body = receiptView(deps.store.network(), found.value, rightsOf(caller))
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
