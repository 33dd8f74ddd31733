import { extendHold as extend } from '../../../app/sale/extend-hold.ts'
import { defineOperation } from '../../operation.ts'
import { HoldParams, RefTo } from '../../schemas/common.ts'
import { Hold } from '../../schemas/holds.ts'
import { extendedHoldView } from '../../views/hold.ts'

export const extendHold = defineOperation({
  name: 'extendHold',
  method: 'POST',
  path: '/api/seat_holds/{hold_token}/extensions',
  access: 'owner',
  idempotency: 'key',
  lane: 'hold',
  tag: 'Holds',
  summary: 'Extend a hold once',
  description:
    'Keeps the seats longer by `extension_ms` of the hold, counted from its own end. Possible once, before ' +
    'the hold ends and before its payment begins.',
  params: HoldParams,
  answers: {
    201: {
      description: 'The hold with its new end.',
      schema: RefTo(Hold),
      headers: [
        {
          name: 'Idempotent-Replayed',
          description: '`true` if this is the answer to an earlier request.',
        },
      ],
    },
  },
  refusals: [
    'hold_not_found',
    'hold_consumed',
    'hold_released',
    'hold_expired',
    'hold_pinned',
    'hold_already_extended',
    'hold_extension_off',
    'run_not_on_sale',
    'sale_closed',
  ],
  async handle({ deps }, { caller, params, idempotencyKey }) {
    const extended = await extend(deps, caller, params.hold_token, idempotencyKey)
    if (!extended.ok) return extended
    const { hold, run, replayed } = extended.value
    return {
      status: 201,
      body: extendedHoldView(hold, run, deps.store.now()),
      ...(replayed ? { headers: { 'idempotent-replayed': 'true' } } : {}),
    }
  },
})
