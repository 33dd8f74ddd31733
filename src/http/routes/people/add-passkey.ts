import { accountOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { AddPasskeyRequest, Passkey } from '../../schemas/passkeys.ts'
import { passkeyOnWire } from '../../views/passkeys.ts'

export const addPasskey = defineOperation({
  name: 'addPasskey',
  method: 'POST',
  path: '/api/account/passkeys',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Add a passkey to your account',
  description:
    'With what the browser answered to POST /api/account/passkey_challenges of this session. You must have ' +
    'signed in within the last ten minutes, and are told by e-mail.',
  body: AddPasskeyRequest,
  answers: { 201: { description: 'The passkey.', schema: RefTo(Passkey) } },
  refusals: [
    'passkey_not_accepted',
    'recent_sign_in_needed',
    'too_many_passkeys',
    'passkeys_unavailable',
    'outcome_unknown',
  ],
  async handle({ deps }, { caller, body }) {
    const added = await deps.passkeys.add(accountOf(caller), body)
    return added.ok ? { status: 201, body: passkeyOnWire(added.value) } : added
  },
})
