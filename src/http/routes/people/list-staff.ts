import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { StaffList } from '../../schemas/staff-desk.ts'
import { listedStaffOnWire } from '../../views/staff.ts'

export const listStaff = defineOperation({
  name: 'listStaff',
  method: 'GET',
  path: '/api/operator/staff',
  access: 'staff',
  right: 'people.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List the staff',
  description: 'Everybody who works for the railway, in order of joining, disabled accounts too.',
  answers: { 200: { description: 'The staff.', schema: RefTo(StaffList) } },
  refusals: [],
  async handle({ deps }) {
    const staff = (await deps.staff.list()).map(listedStaffOnWire)
    return { status: 200, body: { staff }, headers: { 'cache-control': keepNowhere } }
  },
})
