import { showHold as show } from '../../../app/sale/show-hold.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { HoldParams, RefTo } from '../../schemas/common.ts'
import { Hold } from '../../schemas/holds.ts'
import { holdView } from '../../views/hold.ts'

export const showHold = defineOperation({
  name: 'showHold',
  method: 'GET',
  path: '/api/seat_holds/{hold_token}',
  access: 'owner',
  idempotency: 'none',
  lane: 'hold',
  tag: 'Holds',
  summary: 'One hold of your own',
  description: 'Its current status: ACTIVE, PINNED, CONSUMED (with `booking_id`), RELEASED or EXPIRED.',
  params: HoldParams,
  answers: { 200: { description: 'The hold.', schema: RefTo(Hold) } },
  refusals: ['hold_not_found'],
  async handle({ deps }, { caller, params }) {
    const found = await show(deps, caller, params.hold_token)
    if (!found.ok) return found
    const { hold, run, commitSeq, now } = found.value
    const { locatorKey } = deps.store
    const { holdExtensionMs: extensionMs } = deps.settings
    return {
      status: 200,
      body: holdView(hold, run, { commitSeq, now, locatorKey, extensionMs }),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
