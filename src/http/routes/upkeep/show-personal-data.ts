import { savedPassengers } from '../../../app/people/saved-passengers.ts'
import { ownPersonalData } from '../../../app/upkeep/own-personal-data.ts'
import { refuse } from '../../../domain/result.ts'
import { accountOf } from '../../caller.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { PersonalData } from '../../schemas/personal-data.ts'
import { accountOnWire } from '../../views/accounts.ts'
import { personalBookingView } from '../../views/personal-data.ts'
import { savedOnWire } from '../../views/saved-passengers.ts'

export const showPersonalData = defineOperation({
  name: 'showPersonalData',
  method: 'GET',
  path: '/api/account/personal_data',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Show everything personal that is stored of you',
  description: 'The account, its saved passengers, and the names and contacts of every booking made with it.',
  answers: { 200: { description: 'The personal data.', schema: RefTo(PersonalData) } },
  refusals: [],
  async handle({ deps }, { caller }) {
    const { id } = accountOf(caller)
    const account = await deps.accounts.find(id)
    if (!account) return refuse({ code: 'unauthenticated', reason: 'no_account' })
    const saved = await savedPassengers(deps, id)
    if (!saved.ok) return saved
    const body = {
      account: accountOnWire(account),
      saved_passengers: saved.value.map(savedOnWire),
      bookings: (await ownPersonalData(deps, caller)).map(personalBookingView),
    }
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
