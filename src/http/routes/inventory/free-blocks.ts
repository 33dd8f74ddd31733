import { freeBlocks as free } from '../../../app/inventory/change-blocks.ts'
import { keepNowhere } from '../../conditional.ts'
import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { seatsOfRun } from '../../request-checks.ts'
import { ChangeBlocksRequest, ChangedBlocks } from '../../schemas/blocks.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { changedBlocksView } from '../../views/blocks.ts'

export const freeBlocks = defineOperation({
  name: 'freeBlocks',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/block_removals',
  access: 'staff',
  right: 'blocks.change',
  // Freeing what is free changes nothing.
  idempotency: 'none',
  lane: 'hold',
  tag: 'For the railway',
  summary: 'Give blocked seats of a run back to sale',
  description:
    'Name seats, a coach or a class, and a part of the way, or leave the stations out for all of it. ' +
    'Blocks of these seats on other parts of the way stay. A repeat changes nothing.',
  params: RunParams,
  body: ChangeBlocksRequest,
  answers: { 200: { description: 'What has become free.', schema: RefTo(ChangedBlocks) } },
  refusals: ['run_not_found', 'station_not_on_run', 'segment_backwards', 'seat_not_on_run', 'run_changed'],
  async handle({ deps }, { caller, params, body }) {
    const done = await free(deps, {
      trainRunId: params.train_run_id,
      fromStationCode: body.from_station_code,
      toStationCode: body.to_station_code,
      seats: seatsOfRun(body),
      by: { ...actOf(caller), reason: body.reason },
    })
    if (!done.ok) return done
    return {
      status: 200,
      body: changedBlocksView(done.value, deps.store.locatorKey),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
