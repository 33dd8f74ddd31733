import { releaseHold as release } from '../../app/release-hold.ts'
import { defineOperation } from '../operation.ts'
import { HoldParams } from '../schemas/common.ts'

export const releaseHold = defineOperation({
  name: 'releaseHold',
  method: 'DELETE',
  path: '/api/seat_holds/{hold_token}',
  access: 'owner',
  idempotency: 'none',
  lane: 'hold',
  tag: 'Holds',
  summary: 'Give a hold back',
  description:
    'The seats are free at once. Giving it back again, or after its time has run out, is fine too.',
  params: HoldParams,
  answers: { 204: { description: 'It keeps no seats.', schema: null } },
  refusals: ['hold_not_found', 'hold_consumed', 'hold_pinned'],
  async handle({ deps }, { caller, params }) {
    const released = await release(deps, caller, params.hold_token)
    return released.ok ? { status: 204 } : released
  },
})
