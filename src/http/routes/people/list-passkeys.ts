import { accountOf } from '../../caller.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { Passkeys } from '../../schemas/passkeys.ts'
import { passkeyOnWire } from '../../views/passkeys.ts'

export const listPasskeys = defineOperation({
  name: 'listPasskeys',
  method: 'GET',
  path: '/api/account/passkeys',
  access: 'account',
  idempotency: 'none',
  lane: 'read',
  tag: 'Accounts',
  summary: 'List your passkeys',
  description: 'What signs in to your account without the password.',
  answers: { 200: { description: 'The passkeys.', schema: RefTo(Passkeys) } },
  refusals: [],
  async handle({ deps }, { caller }) {
    const listed = await deps.passkeys.list(accountOf(caller).id)
    if (!listed.ok) return listed
    const body = { passkeys: listed.value.map(passkeyOnWire) }
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
