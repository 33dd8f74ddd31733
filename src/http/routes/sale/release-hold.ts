import { releaseHold as release } from '../../../app/sale/release-hold.ts'
import { defineOperation } from '../../operation.ts'
import { HoldParams } from '../../schemas/common.ts'

export const releaseHold = defineOperation({
  name: 'releaseHold',
  method: 'DELETE',
  path: '/api/seat_holds/{hold_token}',
  access: 'owner',
  idempotency: 'none',
  lane: 'hold',
  tag: 'Holds',
  summary: 'Release a hold',
  description: 'The seats are free at once. Releasing it again, or after it has expired, is also fine.',
  params: HoldParams,
  answers: { 204: { description: 'The hold keeps no seats.', schema: null } },
  refusals: ['hold_not_found', 'hold_consumed', 'hold_pinned'],
  async handle({ deps }, { caller, params }) {
    const released = await release(deps, caller, params.hold_token)
    return released.ok ? { status: 204 } : released
  },
})
