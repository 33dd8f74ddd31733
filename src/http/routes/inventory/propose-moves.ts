import { proposeMoves as propose } from '../../../app/inventory/propose-moves.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { seatsOfRun } from '../../request-checks.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { MoveProposal, ProposeMovesRequest } from '../../schemas/moves.ts'
import { moveProposalView } from '../../views/moves.ts'

export const proposeMoves = defineOperation({
  name: 'proposeMoves',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/move_proposals',
  access: 'staff',
  right: 'runs.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Propose other seats for passengers of a run',
  description:
    'Nothing changes. For all who have booked the named seats on that part of the way, other seats of ' +
    'their class and kind: parties together, what a seat was chosen for kept, as few moves as possible, on ' +
    'the same side and in the same direction where it can be. POST the `moves` to apply them.',
  params: RunParams,
  body: ProposeMovesRequest,
  answers: { 200: { description: 'Who would go where.', schema: RefTo(MoveProposal) } },
  refusals: ['run_not_found', 'station_not_on_run', 'segment_backwards', 'seat_not_on_run', 'run_changed'],
  async handle({ deps }, { params, body }) {
    const found = await propose(deps, {
      trainRunId: params.train_run_id,
      fromStationCode: body.from_station_code,
      toStationCode: body.to_station_code,
      seats: seatsOfRun(body),
    })
    if (!found.ok) return found
    const view = moveProposalView(found.value, deps.store.locatorKey)
    return { status: 200, body: view, headers: { 'cache-control': keepNowhere } }
  },
})
