import { refuse } from '../../../domain/result.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { isAtMachine } from '../../operator.ts'
import { OutboxMails } from '../../schemas/outbox.ts'
import { utcTime } from '../../views/local-time.ts'

export const showOutbox = defineOperation({
  name: 'showOutbox',
  method: 'GET',
  path: '/api/outbox',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Operation',
  summary: 'The mails of a demo',
  description:
    'The last mails that a demo without a mail server has written, the newest first. There is none of this ' +
    'outside a demo, nor for anybody who is not at the machine of the server.',
  answers: { 200: { description: 'The mails.', schema: OutboxMails } },
  refusals: ['not_found'],
  handle({ deps }, { request }) {
    if (!deps.outboxMails || !isAtMachine(request)) return refuse({ code: 'not_found' })
    const mails = deps
      .outboxMails()
      .map(({ at, to, subject, text }) => ({ at: utcTime(at), to, subject, text }))
    return { status: 200, body: { mails }, headers: { 'cache-control': keepNowhere } }
  },
})
