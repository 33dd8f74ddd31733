import type { Static } from 'typebox'
import type { Caller } from '../../../app/deps.ts'
import { changeBlocks } from '../../../app/inventory/change-blocks.ts'
import { keepNowhere } from '../../conditional.ts'
import { actOf } from '../../key-gate.ts'
import type { HttpContext } from '../../operation.ts'
import { seatsOfRun } from '../../request-checks.ts'
import { ChangeBlocksRequest } from '../../schemas/blocks.ts'
import { RunParams } from '../../schemas/common.ts'
import { changedBlocksView } from '../../views/blocks.ts'

interface Asked {
  readonly caller: Caller
  readonly params: Static<typeof RunParams>
  readonly body: Static<typeof ChangeBlocksRequest>
}

/** What blocking seats and freeing them have in common: a repeat of either changes nothing. */
export function changingBlocks(verb: Parameters<typeof changeBlocks>[1]) {
  return {
    access: 'staff',
    right: 'blocks.change',
    idempotency: 'none',
    lane: 'hold',
    tag: 'For the railway',
    params: RunParams,
    body: ChangeBlocksRequest,
    refusals: ['run_not_found', 'station_not_on_run', 'segment_backwards', 'seat_not_on_run', 'run_changed'],
    async handle({ deps }: HttpContext, { caller, params, body }: Asked) {
      const done = await changeBlocks(deps, verb, {
        trainRunId: params.train_run_id,
        fromStationCode: body.from_station_code,
        toStationCode: body.to_station_code,
        seats: seatsOfRun(body),
        by: { ...actOf(caller), reason: body.reason },
      })
      if (!done.ok) return done
      const view = changedBlocksView(done.value, deps.store.locatorKey)
      return { status: 200, body: view, headers: { 'cache-control': keepNowhere } }
    },
  } as const
}
