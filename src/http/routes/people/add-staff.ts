import { keepNowhere } from '../../conditional.ts'
import { actorOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { ListedStaff, NewStaffRequest } from '../../schemas/staff-desk.ts'
import { listedStaffOnWire } from '../../views/staff.ts'

export const addStaff = defineOperation({
  name: 'addStaff',
  method: 'POST',
  path: '/api/operator/staff',
  access: 'staff',
  right: 'people.change',
  // No two have the same address, so a repeat is refused instead.
  idempotency: 'none',
  lane: 'people',
  tag: 'For the railway',
  summary: 'Add somebody to the staff',
  description:
    'They sign in with this password, and should change it (`POST /api/staff/me/password`). A caller gives ' +
    'no role with a right that it does not have. If the answer is lost, a repeat is 409 `email_taken`.',
  body: NewStaffRequest,
  answers: { 201: { description: 'The member of staff.', schema: RefTo(ListedStaff) } },
  refusals: ['email_taken', 'outcome_unknown', 'password_too_common'],
  async handle({ deps }, { caller, body }) {
    const { name, email, password, roles, reason } = body
    const added = await deps.staff.add({ name, email, password, roles }, actorOf(caller, reason))
    if (!added.ok) return added
    const headers = { 'cache-control': keepNowhere }
    return { status: 201, body: listedStaffOnWire(added.value), headers }
  },
})
