import type { StaffCaller } from '../../app/deps.ts'
import type { Session, StaffMember } from '../../domain/records/people.ts'
import { utcTime } from './local-time.ts'

export function staffOnWire({ id, userId, name, email, roles, passwordAt }: StaffMember) {
  return {
    ...{ staff_id: String(id), user_id: String(userId), name, email, roles: [...roles] },
    password_changed_at: utcTime(passwordAt),
  }
}

/** A session in a list; `sessionId` is the one of the request. */
export function sessionOnWire(
  { id, createdAt, lastUsedAt, expiresAt }: Session,
  { sessionId }: Pick<StaffCaller, 'sessionId'>,
) {
  return {
    ...{ session_id: String(id), created_at: utcTime(createdAt), last_used_at: utcTime(lastUsedAt) },
    ...{ expires_at: utcTime(expiresAt), is_current: id === sessionId },
  }
}
