import { accountOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { Passkey, PasskeyParams, RenamePasskeyRequest } from '../../schemas/passkeys.ts'
import { isPasskeyWithId, passkeyOnWire } from '../../views/passkeys.ts'

export const renamePasskey = defineOperation({
  name: 'renamePasskey',
  method: 'POST',
  path: '/api/account/passkeys/{passkey_id}',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  tag: 'Accounts',
  summary: 'Rename a passkey',
  description: 'The name is stored sealed, and is for you alone.',
  params: PasskeyParams,
  body: RenamePasskeyRequest,
  answers: { 200: { description: 'The passkey.', schema: RefTo(Passkey) } },
  refusals: ['passkey_not_found', 'outcome_unknown'],
  async handle({ deps }, { caller, params, body }) {
    const isMeant = isPasskeyWithId(params.passkey_id)
    const renamed = await deps.passkeys.rename(accountOf(caller), isMeant, body.name)
    return renamed.ok ? { status: 200, body: passkeyOnWire(renamed.value) } : renamed
  },
})
