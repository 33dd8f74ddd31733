import { parseStaffId } from '../../../app/wire-ids.ts'
import { refuse } from '../../../domain/result.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { StaffParams } from '../../schemas/second-factor.ts'
import { StaffSessions } from '../../schemas/staff.ts'
import { sessionOnWire } from '../../views/staff.ts'

export const listSessionsOfStaff = defineOperation({
  name: 'listSessionsOfStaff',
  method: 'GET',
  path: '/api/operator/staff/{staff_id}/sessions',
  access: 'staff',
  right: 'people.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List the sessions of somebody',
  description: 'The devices on which a member of staff is signed in.',
  params: StaffParams,
  answers: { 200: { description: 'The sessions.', schema: RefTo(StaffSessions) } },
  refusals: ['staff_not_found'],
  async handle({ deps }, { caller, params }) {
    const id = parseStaffId(params.staff_id)
    if (id === undefined || !(await deps.staff.find(id))) return refuse({ code: 'staff_not_found' })
    const found = await deps.staff.liveSessions(id)
    const sessions = found.map((one) => sessionOnWire(one, caller.staff))
    return { status: 200, body: { sessions }, headers: { 'cache-control': keepNowhere } }
  },
})
