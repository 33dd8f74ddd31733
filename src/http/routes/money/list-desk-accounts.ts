import { listOpenDeskAccounts } from '../../../app/operations/desk-accounts.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { DeskAccounts } from '../../schemas/desk-sale.ts'
import { deskAccountView } from '../../views/desk-sale.ts'

const mostAccounts = 200

export const listDeskAccounts = defineOperation({
  name: 'listDeskAccounts',
  method: 'GET',
  path: '/api/operator/desk_accounts',
  access: 'staff',
  right: 'bookings.find',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Open accounts of sales at the desk',
  description: `Invoices to be paid, and money to pay out; at most ${mostAccounts}, the latest sales first.`,
  answers: { 200: { description: 'What is open.', schema: RefTo(DeskAccounts) } },
  refusals: [],
  async handle({ deps }) {
    const { accounts, hasMore } = await listOpenDeskAccounts(deps, mostAccounts)
    return {
      status: 200,
      body: { accounts: accounts.map(deskAccountView), has_more: hasMore },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
