import { readChanges } from '../../../app/upkeep/read-changes.ts'
import { type EventType, eventTypes, usualEventTypes } from '../../../domain/records/event.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { refuseCursor } from '../../request-checks.ts'
import { Changes, ChangesQuery, usualChangesLimit } from '../../schemas/changes.ts'
import { RefTo } from '../../schemas/common.ts'
import { RequestMalformed } from '../../validation.ts'
import { changeView } from '../../views/changes.ts'

export const listChanges = defineOperation({
  name: 'listChanges',
  method: 'GET',
  path: '/api/operator/changes',
  access: 'staff',
  right: 'changes.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Follow what happens',
  description:
    'What has happened to bookings and runs, for systems that follow them: ids, types and times, nothing ' +
    'personal. Go on with `next`: no change is left out, and none comes twice. Changes of a run, and so of ' +
    'a booking, come in the order in which they were committed.',
  query: ChangesQuery,
  answers: { 200: { description: 'A page of changes.', schema: RefTo(Changes) } },
  refusals: [],
  async handle({ deps }, { query }) {
    const { limit = usualChangesLimit, after } = query
    const types = query.types === undefined ? usualEventTypes : typesOf(query.types)
    const read = await readChanges(deps, { types, limit, after })
    if (!read.ok) return refuseCursor(read.refusal)
    const { changes, next, hasMore } = read.value
    const { locatorKey } = deps.store
    const body = { changes: changes.map((one) => changeView(one, locatorKey)), next, has_more: hasMore }
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})

function typesOf(text: string): readonly EventType[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.every(isEventType)) return names
  const detail = `must be types out of ${eventTypes.join(', ')}, separated by commas`
  throw new RequestMalformed([{ pointer: '/types', detail }])
}

function isEventType(name: string): name is EventType {
  return (eventTypes as readonly string[]).includes(name)
}
