import { keepNowhere } from '../../conditional.ts'
import { guestOf } from '../../guest.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { RequestOptions } from '../../schemas/passkeys.ts'
import { requestOptions } from '../../views/passkeys.ts'

export const beginPasskeySignIn = defineOperation({
  name: 'beginPasskeySignIn',
  method: 'POST',
  path: '/api/account/passkey_sessions/challenges',
  access: 'public',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Begin to sign in with a passkey',
  description:
    'Returns what a browser asks for any passkey of this site with; its answer goes to POST ' +
    '/api/account/passkey_sessions, from the same guest.',
  answers: { 201: { description: 'The challenge, and more.', schema: RefTo(RequestOptions) } },
  refusals: ['passkeys_unavailable'],
  async handle({ deps, sessions }, { request }) {
    const begun = deps.passkeys.beginSignIn(await guestOf(request, sessions, deps.store.now()))
    if (!begun.ok) return begun
    const body = { public_key: requestOptions(begun.value) }
    return { status: 201, body, headers: { 'cache-control': keepNowhere } }
  },
})
