import type { AccountId } from '../../domain/ids.ts'
import type { Preferences } from '../../domain/inventory/seat-wish.ts'
import { savePassengers } from '../../domain/people/saved-passengers.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import { type AccountKeyDeps, accountOpener, decideUnderKey, findAccount, noAccount } from './account-key.ts'
import type { SessionRefusal } from './sessions.ts'

/** Somebody whom a passenger often travels with, or the passenger. */
export interface SavedPassenger {
  readonly name: string
  /** It stays true for longer than an age, and tells less than a birthday. */
  readonly birthYear: number
  readonly gender: 'F' | 'M' | 'X'
  /** What the passenger likes to sit on, whatever the train has; no coach, which is another one each time. */
  readonly preferences: Omit<Preferences, 'coach'>
}

/** The passengers that an account has saved, as they were saved; nobody if their key is lost. */
export async function savedPassengers(
  deps: AccountKeyDeps,
  accountId: AccountId,
): Promise<Reply<readonly SavedPassenger[], SessionRefusal>> {
  const account = await findAccount(deps, accountId)
  if (!account) return refuse(noAccount)
  const open = await accountOpener(deps, account)
  return accept(JSON.parse(open(account.passengers) ?? '[]') as readonly SavedPassenger[])
}

/** Replaces the passengers that an account has saved. */
export function replacePassengers(
  deps: AccountKeyDeps,
  accountId: AccountId,
  passengers: readonly SavedPassenger[],
): Promise<Reply<readonly SavedPassenger[], SessionRefusal>> {
  const scope = { trainRunId: actsRunId, people: { accounts: [accountId] } }
  return decideUnderKey<readonly SavedPassenger[], never>(
    deps,
    accountId,
    async ({ seal, keyId, newKey }) => {
      const command = { accountId, passengers: seal(JSON.stringify(passengers)), keyId, newKey }
      const reply = await deps.store.decide(scope, (view) => savePassengers(view, command))
      return reply.ok ? accept(passengers) : reply
    },
  )
}
