import { defineOperation } from '../../operation.ts'
import { ChangedBlocks } from '../../schemas/blocks.ts'
import { RefTo } from '../../schemas/common.ts'
import { changingBlocks } from './changing-blocks.ts'

export const freeBlocks = defineOperation({
  ...changingBlocks('free'),
  name: 'freeBlocks',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/block_removals',
  summary: 'Give blocked seats of a run back to sale',
  description:
    'Name seats, a coach or a class, and a part of the way, or leave the stations out for all of it. ' +
    'Blocks of these seats on other parts of the way stay. A repeat changes nothing.',
  answers: { 200: { description: 'What has become free.', schema: RefTo(ChangedBlocks) } },
})
