import { whyRefused } from '../../../app/inventory/why-refused.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { checkPastTime } from '../../request-checks.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { WhyRefused, WhyRefusedQuery } from '../../schemas/why-refused.ts'
import { whyRefusedView } from '../../views/why-refused.ts'

export const explainRefusal = defineOperation({
  name: 'explainRefusal',
  method: 'GET',
  path: '/api/operator/train_runs/{train_run_id}/why_refused',
  access: 'staff',
  right: 'runs.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Explain why seats were refused at a moment',
  description:
    'What stood in the way of a wish for seats of a class, from the audit chain of the run: refusals leave ' +
    'no record, so the wish and its moment are given. Coaches and times are as they are now. Holds that ' +
    'came to nothing are missing once their records are cleared.',
  params: RunParams,
  query: WhyRefusedQuery,
  answers: { 200: { description: 'What stood in the way.', schema: RefTo(WhyRefused) } },
  refusals: ['run_not_found', 'unknown_station', 'station_not_on_run', 'segment_backwards'],
  async handle({ deps }, { params, query }) {
    const now = deps.store.now()
    const found = await whyRefused(
      deps,
      {
        trainRunId: params.train_run_id,
        fromStationCode: query.from_station_code,
        toStationCode: query.to_station_code,
      },
      {
        travelClass: query.travel_class,
        seatCount: query.seat_count ?? 1,
        at: query.at === undefined ? now : checkPastTime(query.at, now, 'at'),
      },
    )
    if (!found.ok) return found
    const body = whyRefusedView(found.value, deps.store.locatorKey)
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
