import type { Account } from '../../domain/records/people.ts'
import { utcTime } from './local-time.ts'

export function accountOnWire({ id, userId, email, createdAt, passwordAt }: Account) {
  return {
    ...{ account_id: String(id), user_id: String(userId), email: email ?? '' },
    ...{ created_at: utcTime(createdAt), password_changed_at: utcTime(passwordAt) },
  }
}
