import type { UserId } from '../domain/ids.ts'

/** A condition: the booking `b` was granted to one of these users. */
export function isGranted(users: readonly UserId[]): string {
  return `EXISTS (SELECT 1 FROM booking_grants g
  WHERE g.train_run_id = b.train_run_id AND g.booking_id = b.id AND g.user_id ${among(users)})`
}

/** Nearly every caller is one user, and has the shorter text. */
export function among(users: readonly UserId[]): string {
  return users.length === 1 ? '= ?' : `IN (${users.map(() => '?').join(', ')})`
}
