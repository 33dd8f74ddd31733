import { releaseHold as release } from '../../../app/sale/release-hold.ts'
import { defineOperation } from '../../operation.ts'
import { HoldParams } from '../../schemas/common.ts'

export const releaseHoldAtDesk = defineOperation({
  name: 'releaseHoldAtDesk',
  method: 'DELETE',
  path: '/api/operator/seat_holds/{hold_token}',
  access: 'staff',
  right: 'bookings.sell',
  idempotency: 'none',
  lane: 'hold',
  tag: 'For the railway',
  summary: 'Release a hold of the desk',
  description: 'Of the same caller. Releasing it again, or after it has expired, is also fine.',
  params: HoldParams,
  answers: { 204: { description: 'The hold keeps no seats.', schema: null } },
  refusals: ['hold_not_found', 'hold_consumed', 'hold_pinned'],
  async handle({ deps }, { caller, params }) {
    const released = await release(deps, caller, params.hold_token)
    return released.ok ? { status: 204 } : released
  },
})
