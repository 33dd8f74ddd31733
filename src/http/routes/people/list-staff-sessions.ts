import { signedIn } from '../../caller.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { StaffSessions } from '../../schemas/staff.ts'
import { sessionOnWire } from '../../views/staff.ts'

export const listStaffSessions = defineOperation({
  name: 'listStaffSessions',
  method: 'GET',
  path: '/api/staff/sessions',
  access: 'staff',
  idempotency: 'none',
  lane: 'read',

  tag: 'Staff',
  summary: 'List your sessions',
  description: 'The devices on which the caller is signed in.',
  answers: { 200: { description: 'The sessions.', schema: RefTo(StaffSessions) } },
  refusals: [],
  async handle({ deps }, { caller }) {
    const staff = signedIn(caller)
    const sessions = await deps.staff.liveSessions(staff.id)
    return { status: 200, body: { sessions: sessions.map((one) => sessionOnWire(one, staff)) } }
  },
})
