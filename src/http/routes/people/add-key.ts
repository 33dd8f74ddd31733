import type { Instant } from '../../../domain/instant.ts'
import { refuse } from '../../../domain/result.ts'
import { keepNowhere } from '../../conditional.ts'
import { actorOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { checkMoment } from '../../request-checks.ts'
import { RefTo } from '../../schemas/common.ts'
import { MadeKey, NewKeyRequest, usualRequestsPerSecond } from '../../schemas/keys.ts'
import { keyOnWire } from '../../views/keys.ts'

export const addKey = defineOperation({
  name: 'addKey',
  method: 'POST',
  path: '/api/operator/keys',
  access: 'staff',
  right: 'keys.change',
  // A token cannot be told twice, so a repeat is refused instead: keys in use have different names.
  idempotency: 'none',
  lane: 'people',

  tag: 'For the railway',
  summary: 'Make an API key',
  description:
    'The answer has the token, which is told this once. If the answer is lost, a repeat is 409 ' +
    '`key_name_taken`: revoke the key and make it again.',
  body: NewKeyRequest,
  answers: { 201: { description: 'The key, with its token.', schema: RefTo(MadeKey) } },
  refusals: ['key_name_taken', 'too_many_keys'],
  async handle({ deps }, { caller, body }) {
    const { name, rights, networks = [], requests_per_second: rate, expires_at: end } = body
    const expiresAt: Instant | null =
      end === undefined ? null : checkMoment(end, deps.store.now(), 'expires_at')
    const wanted = { name, rights, networks, expiresAt, requestsPerSecond: rate ?? usualRequestsPerSecond }
    const made = await deps.keys.add(wanted, actorOf(caller))
    if (!made.ok) return refuse(made.refusal)
    return {
      status: 201,
      body: { ...keyOnWire(made.value.key), token: made.value.token },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
