import { settleAtDesk as settle } from '../../../app/operations/desk-accounts.ts'
import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { Settlement, SettlementRequest } from '../../schemas/desk-sale.ts'

export const settleAtDesk = defineOperation({
  name: 'settleAtDesk',
  method: 'POST',
  path: '/api/operator/bookings/{booking_id}/settlements',
  access: 'staff',
  right: 'bookings.sell',
  idempotency: 'key',
  lane: 'confirm',
  tag: 'For the railway',
  summary: 'Settle the account of a booking',
  description:
    'For a booking that was sold in cash or on an invoice: an open invoice is paid, or what a cancellation ' +
    'or a compensation gave back is paid out. Only the whole balance settles it, so nothing is taken or ' +
    'paid out twice. Holdfast moves no money itself: this records that it changed hands.',
  params: BookingParams,
  body: SettlementRequest,
  answers: { 201: { description: 'The entry in the ledger.', schema: RefTo(Settlement) } },
  refusals: ['booking_not_found', 'not_sold_at_desk', 'balance_differs'],
  async handle({ deps }, { caller, params, body, idempotencyKey }) {
    const { amount_cents: amountCents, means, till } = body
    const by = { ...actOf(caller), reason: null }
    const request = { amountCents, means, till, by, idempotencyKey }
    const settled = await settle(deps, caller, params.booking_id, request)
    if (!settled.ok) return settled
    const { entry, currency, replayed } = settled.value
    const answer = {
      status: 201,
      body: {
        booking_id: params.booking_id.trim().toUpperCase(),
        entry_id: String(entry.id),
        ...{ amount_cents: entry.amountCents, currency, means: entry.means, till: entry.till },
      },
    } as const
    return replayed ? { ...answer, headers: { 'idempotent-replayed': 'true' } } : answer
  },
})
