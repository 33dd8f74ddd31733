import { savedPassengers } from '../../../app/people/saved-passengers.ts'
import { accountOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { SavedPassengers } from '../../schemas/saved-passengers.ts'
import { savedAnswer } from '../../views/saved-passengers.ts'

export const listSavedPassengers = defineOperation({
  name: 'listSavedPassengers',
  method: 'GET',
  path: '/api/account/passengers',
  access: 'account',
  idempotency: 'none',
  lane: 'read',
  tag: 'Accounts',
  summary: 'List your saved passengers',
  description: 'Whom you often travel with, in your order. They are stored sealed, and go with the account.',
  answers: { 200: { description: 'The passengers.', schema: RefTo(SavedPassengers) } },
  refusals: [],
  async handle({ deps }, { caller }) {
    const saved = await savedPassengers(deps, accountOf(caller).id)
    return saved.ok ? savedAnswer(saved.value) : saved
  },
})
