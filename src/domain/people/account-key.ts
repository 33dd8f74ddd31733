import type { PaymentId } from '../ids.ts'
import type { Change } from '../records/changes.ts'
import type { Account } from '../records/people.ts'
import type { PersonalKey } from '../records/sealed.ts'

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
