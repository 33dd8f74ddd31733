import { showSeatMap } from '../../../app/inventory/seat-map.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { SeatMap, SegmentQuery } from '../../schemas/seats.ts'
import { seatMapText } from '../../views/seat-map.ts'

export const showSeats = defineOperation({
  name: 'showSeats',
  method: 'GET',
  path: '/api/train_runs/{train_run_id}/seats',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Seats',
  summary: 'The seat map of a run for a segment',
  description: 'Every seat with its status and price for the way between the two stations.',
  params: RunParams,
  query: SegmentQuery,
  keeps: 'strong',
  answers: { 200: { description: 'The seat map.', schema: RefTo(SeatMap) } },
  refusals: ['run_not_found', 'unknown_station', 'station_not_on_run', 'segment_backwards'],
  async handle({ deps }, { params, query }) {
    const found = await showSeatMap(deps, {
      trainRunId: params.train_run_id,
      fromStationCode: query.from_station_code,
      toStationCode: query.to_station_code,
    })
    if (!found.ok) return found
    return { status: 200, body: seatMapText(found.value), basis: found.value.basis }
  },
})
