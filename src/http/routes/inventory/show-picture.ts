import { runClaims } from '../../../app/inventory/run-picture.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { RunPicture } from '../../schemas/run-picture.ts'
import { runPictureView } from '../../views/run-picture.ts'

export const showPicture = defineOperation({
  name: 'showPicture',
  method: 'GET',
  path: '/api/operator/train_runs/{train_run_id}/picture',
  access: 'staff',
  right: 'runs.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Show every claim on every seat and leg of a run',
  description: 'Names nobody: `manifest` has the passengers. `claims` has what changes from then on.',
  params: RunParams,
  answers: { 200: { description: 'The picture.', schema: RefTo(RunPicture) } },
  refusals: ['run_not_found'],
  async handle({ deps }, { params }) {
    const found = await runClaims(deps, params.train_run_id)
    if (!found.ok) return found
    const body = runPictureView(found.value, deps.store.locatorKey)
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
