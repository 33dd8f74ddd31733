import type { ApiKeyId } from '../../../domain/ids.ts'
import { refuse } from '../../../domain/result.ts'
import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { KeyParams } from '../../schemas/keys.ts'

export const revokeKey = defineOperation({
  name: 'revokeKey',
  method: 'DELETE',
  path: '/api/operator/keys/{key_id}',
  access: 'staff',
  right: 'keys.change',
  idempotency: 'none',
  lane: 'people',

  tag: 'For the railway',
  summary: 'Revoke an API key',
  description:
    'It lets nobody in any more: at this node from now on, at others within five seconds. A key that was ' +
    'revoked before stays so.',
  params: KeyParams,
  answers: { 204: { description: 'It is revoked.', schema: null } },
  refusals: ['key_not_found'],
  async handle({ deps }, { caller, params }) {
    const id = /^[1-9]\d{0,15}$/.test(params.key_id) ? Number(params.key_id) : 0
    const revoked = await deps.keys.revoke(id as ApiKeyId, actOf(caller))
    return revoked.ok ? { status: 204 } : refuse(revoked.refusal)
  },
})
