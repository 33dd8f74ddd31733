import { listBlocks as list } from '../../../app/inventory/change-blocks.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { Blocks, BlocksQuery } from '../../schemas/blocks.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { blocksView } from '../../views/blocks.ts'

export const listBlocks = defineOperation({
  name: 'listBlocks',
  method: 'GET',
  path: '/api/operator/train_runs/{train_run_id}/blocks',
  access: 'staff',
  right: 'blocks.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List the blocked seats of a run',
  description: 'On its whole way, or between two of its stops.',
  params: RunParams,
  query: BlocksQuery,
  answers: { 200: { description: 'The blocks.', schema: RefTo(Blocks) } },
  refusals: ['run_not_found', 'station_not_on_run', 'segment_backwards'],
  async handle({ deps }, { params, query }) {
    const found = await list(deps, {
      trainRunId: params.train_run_id,
      fromStationCode: query.from_station_code,
      toStationCode: query.to_station_code,
    })
    if (!found.ok) return found
    return { status: 200, body: blocksView(found.value), headers: { 'cache-control': keepNowhere } }
  },
})
