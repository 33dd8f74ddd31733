import { searchRuns as search } from '../../../app/inventory/search-runs.ts'
import { defineOperation } from '../../operation.ts'
import { checkDate } from '../../request-checks.ts'
import { FoundRuns, FoundRunsQuery } from '../../schemas/runs.ts'
import { utcTime } from '../../views/local-time.ts'
import { foundRunView } from '../../views/run.ts'

export const searchRuns = defineOperation({
  name: 'searchRuns',
  method: 'GET',
  path: '/api/train_runs',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Search',
  summary: 'Find runs between two stations',
  description:
    'Runs by their local date of departure at the boarding station, in order of departure, ' +
    'without those that have left, which are only counted. The list is empty if there is no train.',
  query: FoundRunsQuery,
  keeps: 'weak',
  answers: { 200: { description: 'The runs with what they offer.', schema: FoundRuns } },
  refusals: ['unknown_station', 'segment_backwards'],
  async handle({ deps }, { query }) {
    const found = await search(deps, {
      fromStationCode: query.from_station_code,
      toStationCode: query.to_station_code,
      journeyDate: checkDate(query.journey_date, 'journey_date'),
    })
    if (!found.ok) return found
    const { basis, offers, departedRuns } = found.value
    return {
      status: 200,
      body: {
        as_of: utcTime(basis.asOf),
        train_runs: offers.map((offer) => foundRunView(basis.network, offer)),
        departed_runs: departedRuns,
      },
      basis,
    }
  },
})
