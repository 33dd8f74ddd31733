import { runPast } from '../../../app/inventory/run-past.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { RunPast, RunPastQuery } from '../../schemas/run-past.ts'
import { runPastView } from '../../views/run-past.ts'

/** Entries of the audit chain that are read for a page. */
const entriesPerPage = 1_000

export const showPast = defineOperation({
  name: 'showPast',
  method: 'GET',
  path: '/api/operator/train_runs/{train_run_id}/past',
  access: 'staff',
  right: 'runs.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List what has changed the claims of a run',
  description:
    'From the audit chain, in order: played one after the other, the acts lead to the picture of the run ' +
    'at any moment. Names nobody. Holds that came to nothing are missing once their records are cleared.',
  params: RunParams,
  query: RunPastQuery,
  answers: { 200: { description: 'A page of acts.', schema: RefTo(RunPast) } },
  refusals: ['run_not_found'],
  async handle({ deps }, { params, query: { after = '' } }) {
    const afterSeq = /^\d+$/.test(after) ? Number(after) : 0
    const found = await runPast(deps, params.train_run_id, { afterSeq, limit: entriesPerPage })
    if (!found.ok) return found
    const body = runPastView(found.value, deps.store.locatorKey)
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
