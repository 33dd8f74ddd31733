import { refuse } from '../../../domain/result.ts'
import { signedIn } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { StaffMemberView } from '../../schemas/staff.ts'
import { staffOnWire } from '../../views/staff.ts'

export const showStaff = defineOperation({
  name: 'showStaff',
  method: 'GET',
  path: '/api/staff/me',
  access: 'staff',
  opensWithoutFactor: true,
  idempotency: 'none',
  lane: 'read',

  tag: 'Staff',
  summary: 'Show who is signed in',
  description: 'The member of staff of the session.',
  answers: { 200: { description: 'The caller.', schema: RefTo(StaffMemberView) } },
  refusals: ['staff_not_found'],
  async handle({ deps }, { caller }) {
    const member = await deps.staff.find(signedIn(caller).id)
    return member
      ? { status: 200, body: staffOnWire(member, deps.staff.factors.isRequired) }
      : refuse({ code: 'staff_not_found' })
  },
})
