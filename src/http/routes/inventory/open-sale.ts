import { defineOperation } from '../../operation.ts'
import { changingSale } from './changing-sale.ts'

export const openSale = defineOperation({
  ...changingSale('open'),
  name: 'openSale',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/closure_removals',
  summary: 'Open a run for sale again',
  description:
    'What was closed there is sold again: of one class, or of all. What is canceled stays canceled. ' +
    'A repeat changes nothing.',
})
