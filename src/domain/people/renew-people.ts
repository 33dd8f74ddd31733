import type { Change } from '../records/changes.ts'
import type { Account, StaffMember } from '../records/people.ts'
import type { PersonalKey } from '../records/sealed.ts'
import { accept } from '../result.ts'
import { type PeopleDecision, type PeopleView, unchanged } from './decision.ts'

/** Nothing is renewed of a row that has changed since it was read: what was prepared is of the old one. */
type Renewal = PeopleDecision<{ readonly isRenewed: boolean }, never>

interface RenewAccount {
  /** The account as the key and the hash were made from it. */
  readonly seen: Account
  /** Its key under another master key. */
  readonly key: PersonalKey
  /** What its address is compared by. */
  readonly emailFolded: string
}

/**
 * Puts another wrapping in the place of that of an account's key. It leaves no entry, since nothing has
 * changed for anybody. The scope has to name the account.
 */
export function renewAccount(view: PeopleView, { seen, key, emailFolded }: RenewAccount): Renewal {
  const account = view.people('account').find(({ id }) => id === seen.id)
  if (!account || account.email !== seen.email || account.keyId !== key.paymentId) return nothing
  return renewed([
    { kind: 'personal_key_changed', key },
    { kind: 'person_changed', of: 'account', row: { ...account, emailFolded } },
  ])
}

/** What is sealed of a member of staff, and what their address is compared by. */
export type SealedStaff = Pick<StaffMember, 'name' | 'email' | 'emailFolded' | 'factorSecret'>

/** Puts a row of staff under another master key, without an entry. The scope has to name all staff. */
export function renewStaff(
  view: PeopleView,
  { seen, sealed }: { readonly seen: StaffMember; readonly sealed: SealedStaff },
): Renewal {
  const member = view.people('staff').find(({ id }) => id === seen.id)
  const isSame =
    member?.name === seen.name && member.email === seen.email && member.factorSecret === seen.factorSecret
  if (!member || !isSame) return nothing
  return renewed([{ kind: 'person_changed', of: 'staff', row: { ...member, ...sealed } }])
}

const nothing: Renewal = unchanged(accept({ isRenewed: false }))

function renewed(changes: readonly Change[]): Renewal {
  return { reply: accept({ isRenewed: true }), changes }
}
