import type { AccountId, PaymentId } from '../ids.ts'
import type { Account } from '../records/people.ts'
import type { PersonalKey } from '../records/sealed.ts'
import { accept, refuse } from '../result.ts'
import { type PeopleDecision, type PeopleView, unchanged } from './decision.ts'

/** An account keeps as many passengers as this. */
export const mostSavedPassengers = 20

/** What an account stores that has saved nobody. */
export const noPassengers = '[]'

interface SavePassengers {
  readonly accountId: AccountId
  /** All saved passengers, sealed under the key; `noPassengers` for none. */
  readonly passengers: string
  /** The key of the account when they were sealed; null if it had none. */
  readonly keyId: PaymentId | null
  /** The key that they are sealed under, if it is a new one. */
  readonly newKey: PersonalKey | null
}

/** `key_replaced`: the account has another key by now, so they have to be sealed under that one. */
type SavePassengersRefusal = { readonly code: 'account_gone' } | { readonly code: 'key_replaced' }

/**
 * Replaces the passengers that an account has saved, and gives it its key if it needs one. It leaves no audit
 * entry, since whom somebody travels with is nobody's concern. The scope has to name the account.
 */
export function savePassengers(
  view: PeopleView,
  { accountId, passengers, keyId, newKey }: SavePassengers,
): PeopleDecision<null, SavePassengersRefusal> {
  const account = view.people('account').find((one) => one.id === accountId)
  if (account?.deletedAt !== null) return unchanged(refuse({ code: 'account_gone' }))
  if (account.keyId !== keyId) return unchanged(refuse({ code: 'key_replaced' }))
  const row: Account = { ...account, passengers, keyId: newKey?.paymentId ?? keyId }
  return {
    reply: accept(null),
    changes: [
      ...(newKey === null ? [] : [{ kind: 'personal_key_added', key: newKey } as const]),
      { kind: 'person_changed', of: 'account', row },
    ],
  }
}
