import { compensate } from '../../../app/after-sale/compensate.ts'
import { refuse } from '../../../domain/result.ts'
import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { Compensation, CompensationRequest } from '../../schemas/desk.ts'

export const giveCompensation = defineOperation({
  name: 'giveCompensation',
  method: 'POST',
  path: '/api/operator/bookings/{booking_id}/compensations',
  access: 'staff',
  right: 'money.compensate',
  idempotency: 'key',
  lane: 'confirm',
  tag: 'For the railway',
  summary: 'Give the passenger of a booking compensation',
  description:
    'Money beyond the price, for example for a delay. It is paid out like a refund, whatever becomes of ' +
    'the booking. Without the right `money.compensate_more`, a booking gets at most `COMPENSATION_LIMIT` ' +
    'in all; the refusal says what is left (`left_cents`).',
  params: BookingParams,
  body: CompensationRequest,
  answers: { 201: { description: 'The compensation.', schema: RefTo(Compensation) } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { caller, params, body, idempotencyKey }) {
    const by = { ...actOf(caller), reason: body.reason }
    const request = { locator: params.booking_id, amountCents: body.amount_cents, by, idempotencyKey }
    const done = await compensate(deps, caller, request)
    if (!done.ok)
      return done.refusal.code === 'forbidden'
        ? refuse({ reason: 'right_missing', ...done.refusal })
        : refuse(done.refusal)
    const { compensation, givenCents, currency, replayed } = done.value
    return {
      status: 201,
      body: {
        booking_id: params.booking_id.trim().toUpperCase(),
        compensation_id: String(compensation.id),
        amount_cents: compensation.amountCents,
        given_cents: givenCents,
        currency,
      },
      ...(replayed ? { headers: { 'idempotent-replayed': 'true' } } : {}),
    }
  },
})
