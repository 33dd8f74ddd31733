import { showRun as show } from '../../../app/inventory/show-run.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { Run } from '../../schemas/runs.ts'
import { runView } from '../../views/run.ts'

export const showRun = defineOperation({
  name: 'showRun',
  method: 'GET',
  path: '/api/train_runs/{train_run_id}',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Search',
  summary: 'One run: its stops, coaches and classes',
  description: 'Times are in the local time of each station.',
  params: RunParams,
  keeps: 'strong',
  answers: { 200: { description: 'The run.', schema: RefTo(Run) } },
  refusals: ['run_not_found'],
  async handle({ deps }, { params }) {
    const found = await show(deps, params.train_run_id)
    if (!found.ok) return found
    const { basis } = found.value
    return { status: 200, body: runView(basis.network, found.value), basis }
  },
})
