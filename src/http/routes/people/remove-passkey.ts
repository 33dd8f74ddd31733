import { accountOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { PasskeyParams } from '../../schemas/passkeys.ts'
import { isPasskeyWithId } from '../../views/passkeys.ts'

export const removePasskey = defineOperation({
  name: 'removePasskey',
  method: 'DELETE',
  path: '/api/account/passkeys/{passkey_id}',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  tag: 'Accounts',
  summary: 'Remove a passkey',
  description:
    'It no longer signs in; sessions that it began go on. You must have signed in within the last ten ' +
    'minutes, and are told by e-mail.',
  params: PasskeyParams,
  answers: { 204: { description: 'It is removed.', schema: null } },
  refusals: ['passkey_not_found', 'recent_sign_in_needed', 'outcome_unknown'],
  async handle({ deps }, { caller, params }) {
    const removed = await deps.passkeys.remove(accountOf(caller), isPasskeyWithId(params.passkey_id))
    return removed.ok ? { status: 204 } : removed
  },
})
