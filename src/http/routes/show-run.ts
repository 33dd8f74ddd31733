import { Type } from 'typebox'
import { validityOf } from '../../app/seat-map.ts'
import { showRun as show } from '../../app/show-run.ts'
import { askEachTime, hasAlready } from '../conditional.ts'
import { defineOperation } from '../operation.ts'
import { RunParams } from '../schemas/common.ts'
import { runView } from '../views/run.ts'

export const showRun = defineOperation({
  name: 'showRun',
  method: 'GET',
  path: '/api/train_runs/{train_run_id}',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Search',
  summary: 'One run: its stops, coaches and classes',
  description: 'Times are those that the clocks of the stations show.',
  params: RunParams,
  headers: [{ name: 'If-None-Match', description: 'The ETag of an earlier answer.' }],
  answers: {
    200: {
      description: 'The run.',
      schema: Type.Ref('Run'),
      headers: [{ name: 'ETag', description: 'Changes with every change of the run.' }],
    },
    304: { description: 'Nothing has changed since the answer with that ETag.', schema: null },
  },
  refusals: ['run_not_found'],
  async handle({ deps }, { params, request }) {
    const found = await show(deps, params.train_run_id)
    if (!found.ok) return found
    const { commitSeq, picture, asOf, isOnSale } = found.value
    const network = deps.store.network()
    const tag = `"${network.version}-${commitSeq}-${validityOf(picture, asOf).since}-${isOnSale ? 1 : 0}"`
    const headers = { etag: tag, 'cache-control': askEachTime }
    if (hasAlready(request, tag)) return { status: 304, headers }
    return { status: 200, body: runView(network, found.value), headers }
  },
})
