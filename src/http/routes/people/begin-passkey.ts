import { accountOf } from '../../caller.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { CreationOptions } from '../../schemas/passkeys.ts'
import { creationOptions } from '../../views/passkeys.ts'

export const beginPasskey = defineOperation({
  name: 'beginPasskey',
  method: 'POST',
  path: '/api/account/passkey_challenges',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Begin to add a passkey',
  description:
    'Returns what a browser makes the passkey with; its answer goes to POST /api/account/passkeys. You ' +
    'must have signed in within the last ten minutes.',
  answers: { 201: { description: 'The challenge, and more.', schema: RefTo(CreationOptions) } },
  refusals: ['recent_sign_in_needed', 'passkeys_unavailable'],
  async handle({ deps }, { caller }) {
    const begun = await deps.passkeys.beginAdding(accountOf(caller))
    if (!begun.ok) return begun
    const body = { public_key: creationOptions(begun.value) }
    return { status: 201, body, headers: { 'cache-control': keepNowhere } }
  },
})
