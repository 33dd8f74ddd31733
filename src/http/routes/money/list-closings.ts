import { listClosings as list } from '../../../app/money/close-day.ts'
import { railwayZone } from '../../../app/money/railway-day.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { Closings, ClosingsQuery } from '../../schemas/reports.ts'
import { closingsView } from '../../views/reports.ts'

export const listClosings = defineOperation({
  name: 'listClosings',
  method: 'GET',
  path: '/api/operator/closings',
  access: 'staff',
  right: 'money.reports',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List the closed days',
  description: 'Newest first, and what closing the next day would do.',
  query: ClosingsQuery,
  answers: { 200: { description: 'The days.', schema: RefTo(Closings) } },
  refusals: [],
  async handle({ deps }, { query: { limit = 30 } }) {
    const found = await list(deps, limit)
    return {
      status: 200,
      body: closingsView(found, railwayZone(deps)),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
