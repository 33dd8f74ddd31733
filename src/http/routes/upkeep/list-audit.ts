import type { Caller } from '../../../app/deps.ts'
import { readAudit } from '../../../app/upkeep/read-audit.ts'
import { parseKeyId, parseStaffId } from '../../../app/wire-ids.ts'
import type { Right } from '../../../domain/people/rights.ts'
import { refuse } from '../../../domain/result.ts'
import { keepNowhere } from '../../conditional.ts'
import type { HttpDeps } from '../../http-deps.ts'
import { defineOperation } from '../../operation.ts'
import { checkTime, refuseCursor } from '../../request-checks.ts'
import { AuditEntries, AuditQuery, usualAuditLimit } from '../../schemas/audit.ts'
import { RefTo } from '../../schemas/common.ts'
import { type AuditNames, auditEntryView } from '../../views/audit.ts'

export const listAudit = defineOperation({
  name: 'listAudit',
  method: 'GET',
  path: '/api/operator/audit',
  access: 'staff',
  right: 'audit.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Read the audit trail',
  description:
    'The entries of a run, of a booking, or of what belongs to no train (staff, keys, accounts), newest ' +
    'first. Passengers are not named in them, and staff and keys only to callers who may see these.',
  query: AuditQuery,
  answers: { 200: { description: 'A page of entries.', schema: RefTo(AuditEntries) } },
  refusals: ['run_not_found', 'booking_not_found'],
  async handle({ deps }, { caller, query }) {
    const { limit = usualAuditLimit, after, action, from, to } = query
    const found = await readAudit(deps, {
      ...{ trainRunId: query.train_run_id, bookingId: query.booking_id, action, limit, after },
      // An id that cannot be one of ours is of nobody, so that no entry is found.
      staffId: query.staff_id === undefined ? undefined : (parseStaffId(query.staff_id) ?? (0 as never)),
      keyId: query.key_id === undefined ? undefined : (parseKeyId(query.key_id) ?? (0 as never)),
      from: from === undefined ? undefined : checkTime(from, 'from'),
      to: to === undefined ? undefined : checkTime(to, 'to'),
    })
    if (!found.ok)
      return found.refusal.code === 'malformed_request' ? refuseCursor(found.refusal) : refuse(found.refusal)
    const { entries, run, next } = found.value
    const names = await namesFor(caller, deps)
    const body = { entries: entries.map((entry) => auditEntryView(entry, run, names)), next }
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})

async function namesFor({ rights }: Caller, { staff, keys, store }: HttpDeps): Promise<AuditNames> {
  const may = (right: Right) => rights?.has(right) === true
  const named = (rows: readonly { readonly id: number; readonly name: string }[]) =>
    new Map(rows.map(({ id, name }) => [id, name]))
  return {
    staff: named(may('people.read') ? await staff.list() : []),
    keys: named(may('keys.read') ? await keys.list() : []),
    locatorKey: store.locatorKey,
  }
}
