import { checkCode } from '../../../app/tickets/check-code.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { TicketToCheck, TicketVerdict } from '../../schemas/tickets.ts'
import { verdictView } from '../../views/ticket.ts'

export const checkTicket = defineOperation({
  name: 'checkTicket',
  method: 'POST',
  path: '/api/operator/train_runs/{train_run_id}/ticket_verdicts',
  access: 'staff',
  right: 'tickets.check',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Check the code of a ticket on a run',
  description:
    'Whether its bearer may ride on this run, as the booking is now. The code is in the body, so that no ' +
    'log of addresses has it. Changes nothing, and does not note that the ticket was used.',
  params: RunParams,
  body: TicketToCheck,
  answers: { 200: { description: 'The verdict.', schema: RefTo(TicketVerdict) } },
  refusals: ['run_not_found'],
  async handle({ deps }, { params, body }) {
    const checked = await checkCode(deps, params.train_run_id, body.code)
    if (!checked.ok) return checked
    return { status: 200, body: verdictView(checked.value), headers: { 'cache-control': keepNowhere } }
  },
})
