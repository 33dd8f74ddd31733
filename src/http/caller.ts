import type { AccountCaller, Caller, StaffCaller } from '../app/deps.ts'
import type { UserId } from '../domain/ids.ts'

/** The member of staff of a request that the gate let in to an operation for staff. */
export function signedIn({ staff }: Caller): StaffCaller {
  if (!staff) throw new Error('an operation for staff was asked by somebody else')
  return staff
}

/** The account of a request that the gate let in to an operation for accounts. */
export function accountOf({ account }: Caller): AccountCaller {
  if (!account) throw new Error('an operation for accounts was asked by somebody else')
  return account
}

/** Who asks for something of an account, and the guest that an account takes over, if it is one. */
export function askerOf({ userId, account, staff }: Caller): {
  readonly userId: UserId
  readonly guestId: UserId | null
} {
  return { userId, guestId: account || staff ? null : userId }
}
