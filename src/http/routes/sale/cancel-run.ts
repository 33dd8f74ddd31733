import { loadPicture } from '../../../app/inventory/load-figures.ts'
import { cancelRun as cancel } from '../../../app/sale/cancel-run.ts'
import { keepNowhere } from '../../conditional.ts'
import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { CancelledRun, CancelRunRequest } from '../../schemas/closures.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { closuresView } from '../../views/closures.ts'

export const cancelRun = defineOperation({
  name: 'cancelRun',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/cancellations',
  access: 'staff',
  right: 'runs.change',
  idempotency: 'none',
  lane: 'hold',
  tag: 'For the railway',
  summary: 'Cancel a run, or a part of its way',
  description:
    'It cannot be undone. Nothing is sold there from now on: holds end, and payments that are under way ' +
    'are given up. Every booking that rides there is then canceled and refunded in full, whatever its ' +
    'refund rule says, and its passenger is told by e-mail; GET the closures of the run to see how many ' +
    'are left. With `dry_run` nothing changes. A repeat changes nothing.',
  params: RunParams,
  body: CancelRunRequest,
  answers: { 200: { description: 'What is canceled now.', schema: RefTo(CancelledRun) } },
  refusals: ['run_not_found', 'station_not_on_run', 'segment_backwards', 'run_changed'],
  async handle({ deps }, { caller, params, body }) {
    const done = await cancel(deps, {
      trainRunId: params.train_run_id,
      fromStationCode: body.from_station_code,
      toStationCode: body.to_station_code,
      isDryRun: body.dry_run ?? false,
      by: { ...actOf(caller), reason: body.reason },
    })
    if (!done.ok) return done
    const { affected, refunds, run } = done.value
    const view = {
      ...closuresView(done.value, await loadPicture(deps, run.id)),
      affected: {
        bookings: affected.bookingIds.length,
        seats: affected.seats,
        holds: affected.holdIds.length,
        refunds: refunds.map(({ currency, cents }) => ({ currency, amount_cents: cents })),
      },
    }
    return { status: 200, body: view, headers: { 'cache-control': keepNowhere } }
  },
})
