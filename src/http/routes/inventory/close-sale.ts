import { defineOperation } from '../../operation.ts'
import { changingSale } from './changing-sale.ts'

export const closeSale = defineOperation({
  ...changingSale('close'),
  name: 'closeSale',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/closures',
  summary: 'Close a run for sale',
  description:
    'Nothing more is sold on the run, on a part of its way, or in a class of it, until it is opened again. ' +
    'Bookings stay; a hold there cannot be paid anymore, unless its payment has begun. A repeat changes ' +
    'nothing.',
})
