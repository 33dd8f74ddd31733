import { rights, rightsTable, rolesWith } from '../../../domain/people/rights.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { RightsTable } from '../../schemas/keys.ts'

export const listRights = defineOperation({
  name: 'listRights',
  method: 'GET',
  path: '/api/operator/rights',
  access: 'staff',
  right: null,
  idempotency: 'none',
  lane: 'read',

  tag: 'For the railway',
  summary: 'List the rights',
  description: 'Every right with what it allows and the roles that have it, and those of the caller.',
  answers: { 200: { description: 'The rights.', schema: RefTo(RightsTable) } },
  refusals: [],
  handle(_context, { caller }) {
    const table = rights.map((right) => ({
      ...{ right, allows: rightsTable[right].allows, roles: [...rolesWith(right)] },
    }))
    const own = rights.filter((right) => caller.rights?.has(right))
    return { status: 200, body: { own, rights: table }, headers: { 'cache-control': keepNowhere } }
  },
})
