import type { AccountId, PaymentId } from '../ids.ts'
import type { Change } from '../records/changes.ts'
import type { Account } from '../records/people.ts'
import type { PersonalKey } from '../records/sealed.ts'
import { accept, refuse } from '../result.ts'
import { type PeopleDecision, type PeopleView, unchanged } from './decision.ts'

/** The key that something for an account was sealed under, outside of any decision. */
export interface UnderKey {
  /** The key of the account at that time; null if it had none. */
  readonly keyId: PaymentId | null
  /** The key that was made for it; null if it had one. */
  readonly newKey: PersonalKey | null
}

/** The account has another key by now, so what is sealed has to be sealed under that one. */
export type KeyReplaced = { readonly code: 'key_replaced' }

/** The changes that write an account with what was sealed for it; undefined if its key was replaced. */
export function withKey(
  stored: Account,
  changed: Partial<Account>,
  { keyId, newKey }: UnderKey,
): readonly Change[] | undefined {
  if (stored.keyId !== keyId) return undefined
  const row: Account = { ...stored, ...changed, keyId: newKey?.paymentId ?? keyId }
  return [
    ...(newKey === null ? [] : [{ kind: 'personal_key_added', key: newKey } as const]),
    { kind: 'person_changed', of: 'account', row },
  ]
}

/** The account was deleted meanwhile. */
export type AccountGone = { readonly code: 'account_gone' }

interface SealAccount extends UnderKey {
  readonly accountId: AccountId
  /** The stored address that was sealed anew, outside of any decision. */
  readonly seen: string
  readonly email: string
  readonly emailFolded: string
}

/**
 * Puts the address of an account under its own key, unless it has changed since it was read. It leaves no
 * entry, since nothing has changed for anybody. The scope has to name the account.
 */
export function sealAccount(
  view: PeopleView,
  { accountId, seen, email, emailFolded, ...under }: SealAccount,
): PeopleDecision<{ readonly isSealed: boolean }, AccountGone | KeyReplaced> {
  const account = view.people('account').find(({ id }) => id === accountId)
  if (account?.deletedAt !== null) return unchanged(refuse({ code: 'account_gone' }))
  if (account.email !== seen) return unchanged(accept({ isSealed: false }))
  const changes = withKey(account, { email, emailFolded }, under)
  return changes
    ? { reply: accept({ isSealed: true }), changes }
    : unchanged(refuse({ code: 'key_replaced' }))
}
