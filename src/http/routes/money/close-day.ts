import { closeDay as close } from '../../../app/money/close-day.ts'
import { keepNowhere } from '../../conditional.ts'
import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { checkDate } from '../../request-checks.ts'
import { RefTo } from '../../schemas/common.ts'
import { CloseDayRequest, ClosedDay } from '../../schemas/reports.ts'
import { closedDayView } from '../../views/reports.ts'

export const closeDay = defineOperation({
  name: 'closeDay',
  method: 'POST',
  path: '/api/operator/closings',
  access: 'staff',
  right: 'money.close_day',
  idempotency: 'none',
  lane: 'hold',
  tag: 'For the railway',
  summary: 'Close a day',
  description:
    'Writes the lines of the day with running numbers, for good. Anything that becomes known of it later ' +
    'goes into the next day. Days are closed one after the other; the first one takes in everything before ' +
    'it.',
  body: CloseDayRequest,
  answers: { 200: { description: 'The closed day.', schema: RefTo(ClosedDay) } },
  refusals: ['day_already_closed', 'day_not_over', 'earlier_day_open'],
  async handle({ deps }, { caller, body }) {
    const by = { ...actOf(caller), reason: 'operational' as const }
    const closed = await close(deps, { day: checkDate(body.day, 'day'), by })
    if (!closed.ok) return closed
    return {
      status: 200,
      body: closedDayView(closed.value),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
