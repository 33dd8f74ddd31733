import { defineOperation } from '../../operation.ts'
import { ChangedBlocks } from '../../schemas/blocks.ts'
import { RefTo } from '../../schemas/common.ts'
import { changingBlocks } from './changing-blocks.ts'

export const blockSeats = defineOperation({
  ...changingBlocks('block'),
  name: 'blockSeats',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/blocks',
  summary: 'Take seats of a run out of sale',
  description:
    'Name seats, a coach or a class, and a part of the way, or leave the stations out for all of it. What ' +
    'passengers hold or have booked there stays as it is, and is listed in `in_the_way`. A repeat changes ' +
    'nothing.',
  answers: { 200: { description: 'What has become blocked.', schema: RefTo(ChangedBlocks) } },
})
