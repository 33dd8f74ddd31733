import { movePassengers as move } from '../../../app/after-sale/move-passengers.ts'
import { keepNowhere } from '../../conditional.ts'
import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { MovedPassengers, MovesRequest } from '../../schemas/moves.ts'

export const movePassengers = defineOperation({
  name: 'movePassengers',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/moves',
  access: 'staff',
  right: 'runs.change',
  idempotency: 'none',
  lane: 'hold',
  tag: 'For the railway',
  summary: 'Move passengers of a run to other seats',
  description:
    'All of them in one transaction, or nobody: each seat that somebody gets is of the same class and kind ' +
    'as the one that is left, and free for the whole ride, or left by others of the same moves. Each ' +
    'passenger with an e-mail address is told, and the tickets of before are worthless. With ' +
    '`block_left_seats` nobody gets the seats that were left. A repeat is 409 `passenger_not_there`.',
  params: RunParams,
  body: MovesRequest,
  answers: { 200: { description: 'How many have other seats now.', schema: RefTo(MovedPassengers) } },
  refusals: [
    ...(['run_not_found', 'run_changed', 'seat_not_on_run', 'duplicate_seats'] as const),
    ...(['passenger_not_there', 'seat_not_alike', 'seat_taken'] as const),
  ],
  async handle({ deps }, { caller, params, body }) {
    const done = await move(deps, {
      trainRunId: params.train_run_id,
      moves: body.moves.map((one) => ({
        locator: one.booking_id ?? null,
        fromSeat: one.from_seat_number,
        toSeat: one.to_seat_number,
      })),
      isBlocking: body.block_left_seats ?? false,
      by: { ...actOf(caller), reason: body.reason },
    })
    if (!done.ok) return done
    const { run, commitSeq, bookings, passengers } = done.value
    const view = { train_run_id: String(run.id), commit_seq: commitSeq, bookings, passengers }
    return { status: 200, body: view, headers: { 'cache-control': keepNowhere } }
  },
})
