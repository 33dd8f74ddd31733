import { runClaims } from '../../../app/inventory/run-picture.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { ClaimsQuery, RunClaimsAnswer } from '../../schemas/run-picture.ts'
import { runClaimsView } from '../../views/run-picture.ts'

export const listClaims = defineOperation({
  name: 'listClaims',
  method: 'GET',
  path: '/api/operator/train_runs/{train_run_id}/claims',
  access: 'staff',
  right: 'runs.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List the claims of a run, or what changed of them',
  description:
    'With `after`, only the seats that changed since that commit, each with all of its claims; all of them ' +
    'if that was too long ago, or if it is no commit.',
  params: RunParams,
  query: ClaimsQuery,
  answers: { 200: { description: 'The claims.', schema: RefTo(RunClaimsAnswer) } },
  refusals: ['run_not_found'],
  async handle({ deps }, { params, query: { after = '' } }) {
    const found = await runClaims(deps, params.train_run_id, /^\d+$/.test(after) ? Number(after) : undefined)
    if (!found.ok) return found
    const body = runClaimsView(found.value, deps.store.locatorKey)
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
