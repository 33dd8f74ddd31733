import { ticketKeys } from '../../../app/tickets/ticket-keys.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { TicketKeys } from '../../schemas/tickets.ts'
import { utcTime } from '../../views/local-time.ts'

export const listTicketKeys = defineOperation({
  name: 'listTicketKeys',
  method: 'GET',
  path: '/api/ticket_keys',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Tickets',
  summary: 'The public keys of tickets',
  description:
    'Whoever has these checks tickets without a network. A key is listed before it signs, so a checker ' +
    'that looks once a day knows it in time if secrets are rotated with `--sign-after 86400`.',
  answers: { 200: { description: 'The keys.', schema: RefTo(TicketKeys) } },
  refusals: [],
  handle({ deps }) {
    const keys = ticketKeys(deps).map(({ id, publicKey, signsFrom }) => ({
      ...{ key_id: id, public_key: publicKey, signs_from: utcTime(signsFrom) },
    }))
    return { status: 200, body: { ticket_keys: keys }, headers: { 'cache-control': 'public, max-age=60' } }
  },
})
