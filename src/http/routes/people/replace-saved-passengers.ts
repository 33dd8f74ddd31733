import { replacePassengers } from '../../../app/people/saved-passengers.ts'
import { accountOf } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { SavedPassengers, SavedPassengersRequest } from '../../schemas/saved-passengers.ts'
import { savedAnswer, savedFromWire } from '../../views/saved-passengers.ts'

export const replaceSavedPassengers = defineOperation({
  name: 'replaceSavedPassengers',
  method: 'POST',
  path: '/api/account/passengers',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  tag: 'Accounts',
  summary: 'Replace your saved passengers',
  description:
    'The whole list, in your order; an empty one forgets everybody. Repeating it changes nothing. Of two ' +
    'lists that are sent at once, one stays.',
  body: SavedPassengersRequest,
  answers: { 200: { description: 'The passengers as they are saved now.', schema: RefTo(SavedPassengers) } },
  refusals: ['outcome_unknown'],
  async handle({ deps }, { caller, body }) {
    const saved = await replacePassengers(deps, accountOf(caller).id, body.passengers.map(savedFromWire))
    return saved.ok ? savedAnswer(saved.value) : saved
  },
})
