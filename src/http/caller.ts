import type { Caller, StaffCaller } from '../app/deps.ts'

/** The member of staff of a request that the gate let in to an operation for staff. */
export function signedIn({ staff }: Caller): StaffCaller {
  if (!staff) throw new Error('an operation for staff was asked by somebody else')
  return staff
}
