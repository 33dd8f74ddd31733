import type { Static } from 'typebox'
import type { Caller } from '../../../app/deps.ts'
import { changeSale } from '../../../app/inventory/change-sale.ts'
import { loadPicture } from '../../../app/inventory/load-figures.ts'
import { keepNowhere } from '../../conditional.ts'
import { actOf } from '../../key-gate.ts'
import type { HttpContext } from '../../operation.ts'
import { ChangeSaleRequest, Closures } from '../../schemas/closures.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { closuresView } from '../../views/closures.ts'

interface Asked {
  readonly caller: Caller
  readonly params: Static<typeof RunParams>
  readonly body: Static<typeof ChangeSaleRequest>
}

/** What closing a run for sale and opening it have in common: a repeat of either changes nothing. */
export function changingSale(verb: Parameters<typeof changeSale>[1]) {
  return {
    access: 'staff',
    right: 'runs.change',
    idempotency: 'none',
    lane: 'hold',
    tag: 'For the railway',
    params: RunParams,
    body: ChangeSaleRequest,
    answers: { 200: { description: 'What is closed of the run now.', schema: RefTo(Closures) } },
    refusals: ['run_not_found', 'station_not_on_run', 'segment_backwards', 'seat_not_on_run', 'run_changed'],
    async handle({ deps }: HttpContext, { caller, params, body }: Asked) {
      const done = await changeSale(deps, verb, {
        trainRunId: params.train_run_id,
        fromStationCode: body.from_station_code,
        toStationCode: body.to_station_code,
        travelClass: body.travel_class ?? null,
        by: { ...actOf(caller), reason: body.reason },
      })
      if (!done.ok) return done
      const view = closuresView(done.value, await loadPicture(deps, done.value.run.id))
      return { status: 200, body: view, headers: { 'cache-control': keepNowhere } }
    },
  } as const
}
