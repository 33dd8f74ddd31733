import { eraseOwnPersonalData } from '../../../app/upkeep/own-personal-data.ts'
import { accountOf } from '../../caller.ts'
import { addressName } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { ConfirmedRequest } from '../../schemas/accounts.ts'
import { RefTo } from '../../schemas/common.ts'
import { ErasedPersonalData } from '../../schemas/personal-data.ts'

export const erasePersonalData = defineOperation({
  name: 'erasePersonalData',
  method: 'POST',
  path: '/api/account/personal_data/erasures',
  access: 'account',
  idempotency: 'none',
  lane: 'people',
  budget: 'signIns',
  tag: 'Accounts',
  summary: 'Erase the names of your bookings that are over',
  description:
    'Needs the password. Names, contacts, ages and genders of bookings whose train has arrived, or that ' +
    'are canceled, are erased for good; seats and money stay. Those of other bookings are kept: erase ' +
    'again after the journey. It does not touch the account: delete that as well if you want to.',
  body: ConfirmedRequest,
  answers: { 200: { description: 'What was erased.', schema: RefTo(ErasedPersonalData) } },
  refusals: ['sign_in_refused', 'outcome_unknown'],
  async handle({ deps }, { caller, body: { password }, request }) {
    const address = addressName(request.ip)
    const confirmed = await deps.accounts.confirm(accountOf(caller), { password, address })
    if (!confirmed.ok) return confirmed
    const { erased, kept } = await eraseOwnPersonalData(deps, caller)
    return { status: 200, body: { erased: [...erased], kept: [...kept] } }
  },
})
