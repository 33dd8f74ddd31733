import { sellAtDesk as sell } from '../../../app/sale/sell-at-desk.ts'
import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { DeskSale, DeskSaleRequest } from '../../schemas/desk-sale.ts'
import { deskSaleView } from '../../views/desk-sale.ts'
import { purchaseOf } from './purchase-of.ts'

export const sellAtDesk = defineOperation({
  name: 'sellAtDesk',
  method: 'POST',
  path: '/api/operator/bookings',
  access: 'staff',
  right: 'bookings.sell',
  idempotency: 'key',
  lane: 'confirm',
  tag: 'For the railway',
  summary: 'Sell a hold at the desk',
  description:
    'Books the seats of a hold of the same caller for a passenger who pays in cash or gets an invoice. ' +
    'Booking, payment and the money taken are one transaction. Cash counts as received in the till; an ' +
    'invoice is open until POST /api/operator/bookings/{booking_id}/settlements.',
  body: DeskSaleRequest,
  answers: { 201: { description: 'The sale.', schema: RefTo(DeskSale) } },
  refusals: [
    'hold_not_found',
    'hold_consumed',
    'hold_released',
    'hold_pinned',
    'hold_expired',
    'run_not_on_sale',
    'sale_closed',
    'passengers_do_not_match_seats',
  ],
  async handle({ deps }, { caller, body, idempotencyKey }) {
    const by = { ...actOf(caller), reason: 'passenger_request' } as const
    const { method, till } = body.payment
    const sold = await sell(deps, caller, { ...purchaseOf(body), method, till, by }, idempotencyKey)
    if (!sold.ok) return sold
    const { record, replayed } = sold.value
    const answer = { status: 201, body: deskSaleView(record) } as const
    return replayed ? { ...answer, headers: { 'idempotent-replayed': 'true' } } : answer
  },
})
