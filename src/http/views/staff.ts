import type { StaffCaller } from '../../app/deps.ts'
import type { Session, StaffMember } from '../../domain/records/people.ts'
import { utcTime } from './local-time.ts'

/** `isFactorRequired` says whether the operator requires a second factor. */
export function staffOnWire(member: StaffMember, isFactorRequired: boolean) {
  const { id, userId, name, email, roles, passwordAt, factorAt, recoveryHashes } = member
  return {
    ...{ staff_id: String(id), user_id: String(userId), name, email, roles: [...roles] },
    password_changed_at: utcTime(passwordAt),
    second_factor_since: factorAt && utcTime(factorAt),
    ...{ recovery_codes_left: recoveryHashes.length },
    needs_second_factor: isFactorRequired && factorAt === null,
  }
}

/** A member of staff in a list of all. */
export function listedStaffOnWire(member: StaffMember) {
  const { id, userId, name, email, roles, state, createdAt, passwordAt, factorAt } = member
  return {
    ...{ staff_id: String(id), user_id: String(userId), name, email, roles: [...roles], state },
    ...{ created_at: utcTime(createdAt), password_changed_at: utcTime(passwordAt) },
    second_factor_since: factorAt && utcTime(factorAt),
  }
}

/** A session in a list; the caller's own is marked. */
export function sessionOnWire(
  { id, createdAt, lastUsedAt, expiresAt }: Session,
  caller: Pick<StaffCaller, 'sessionId'> | undefined,
) {
  return {
    ...{ session_id: String(id), created_at: utcTime(createdAt), last_used_at: utcTime(lastUsedAt) },
    ...{ expires_at: utcTime(expiresAt), is_current: id === caller?.sessionId },
  }
}
