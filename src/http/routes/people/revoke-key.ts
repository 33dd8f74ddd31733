import { parseKeyId } from '../../../app/wire-ids.ts'
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
    const id = parseKeyId(params.key_id)
    if (id === undefined) return refuse({ code: 'key_not_found' })
    const revoked = await deps.keys.revoke(id, actOf(caller))
    return revoked.ok ? { status: 204 } : refuse(revoked.refusal)
  },
})
