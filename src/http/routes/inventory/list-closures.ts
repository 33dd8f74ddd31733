import { listClosures as list } from '../../../app/inventory/change-sale.ts'
import { loadPicture } from '../../../app/inventory/load-figures.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { Closures } from '../../schemas/closures.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { closuresView } from '../../views/closures.ts'

export const listClosures = defineOperation({
  name: 'listClosures',
  method: 'GET',
  path: '/api/operator/train_runs/{train_run_id}/closures',
  access: 'staff',
  right: 'runs.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List what is closed or canceled of a run',
  description: 'For a cancellation, `bookings_left` tells how far its bookings have been given back.',
  params: RunParams,
  answers: { 200: { description: 'What is closed or canceled.', schema: RefTo(Closures) } },
  refusals: ['run_not_found'],
  async handle({ deps }, { params }) {
    const found = await list(deps, params.train_run_id)
    if (!found.ok) return found
    const body = closuresView(found.value, await loadPicture(deps, found.value.run.id))
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
