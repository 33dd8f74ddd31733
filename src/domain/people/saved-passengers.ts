import type { AccountId } from '../ids.ts'
import { accept, refuse } from '../result.ts'
import { type AccountGone, type KeyReplaced, type UnderKey, withKey } from './account-key.ts'
import { type PeopleDecision, type PeopleView, unchanged } from './decision.ts'

/** An account keeps as many passengers as this. */
export const mostSavedPassengers = 20

/** What an account stores that has never saved anybody. */
export const noPassengers = '[]'

interface SavePassengers extends UnderKey {
  readonly accountId: AccountId
  /** All saved passengers, sealed. */
  readonly passengers: string
}

/**
 * Replaces the passengers that an account has saved, and gives it its key if it needs one. It leaves no audit
 * entry, since whom somebody travels with is nobody's concern. The scope has to name the account.
 */
export function savePassengers(
  view: PeopleView,
  { accountId, passengers, ...key }: SavePassengers,
): PeopleDecision<null, AccountGone | KeyReplaced> {
  const account = view.people('account').find((one) => one.id === accountId)
  if (account?.deletedAt !== null) return unchanged(refuse({ code: 'account_gone' }))
  const changes = withKey(account, { passengers }, key)
  return changes ? { reply: accept(null), changes } : unchanged(refuse({ code: 'key_replaced' }))
}
