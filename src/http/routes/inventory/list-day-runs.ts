import { listDayRuns as list } from '../../../app/inventory/list-day-runs.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { DayRuns, DayRunsQuery, mostDayRuns } from '../../schemas/day-runs.ts'
import { dayRunsView } from '../../views/day-runs.ts'

export const listDayRuns = defineOperation({
  name: 'listDayRuns',
  method: 'GET',
  path: '/api/operator/train_runs',
  access: 'staff',
  right: 'runs.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List the runs of a day',
  description: 'Those that are off sale too, each with how full it is, leg by leg.',
  query: DayRunsQuery,
  answers: { 200: { description: 'The runs.', schema: RefTo(DayRuns) } },
  refusals: [],
  async handle({ deps }, { query }) {
    const { date, limit = mostDayRuns, after } = query
    const page = await list(deps, { serviceDate: date, limit, after })
    return {
      status: 200,
      body: dayRunsView(page, deps.store.now()),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
