import type { AccountId, PaymentId } from '../../domain/ids.ts'
import type { Preferences } from '../../domain/inventory/seat-wish.ts'
import { noPassengers, savePassengers } from '../../domain/people/saved-passengers.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Account } from '../../domain/records/people.ts'
import { isSealed } from '../../domain/records/sealed.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { type DataKey, dataKeyOf, makeDataKey, seal, unseal } from '../personal-data.ts'
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

type SavingDeps = Pick<Deps, 'store' | 'personalKeys' | 'randomBytes'>

const gone: SessionRefusal = { code: 'unauthenticated', reason: 'no_account' }

/** The passengers that an account has saved, as they were saved; nobody if their key is lost. */
export async function savedPassengers(
  deps: SavingDeps,
  accountId: AccountId,
): Promise<Reply<readonly SavedPassenger[], SessionRefusal>> {
  const account = await find(deps, accountId)
  return account ? accept(await openedPassengers(deps, account)) : refuse(gone)
}

/** Replaces the passengers that an account has saved. */
export async function replacePassengers(
  deps: SavingDeps,
  accountId: AccountId,
  passengers: readonly SavedPassenger[],
): Promise<Reply<readonly SavedPassenger[], SessionRefusal>> {
  const account = await find(deps, accountId)
  if (!account) return refuse(gone)
  const { keyId } = account
  const sealing = passengers.length === 0 ? null : await keyFor(deps, account)
  const command = {
    ...{ accountId, keyId, newKey: sealing?.added ?? null },
    passengers: sealing === null ? noPassengers : seal(deps, sealing.key, JSON.stringify(passengers)),
  }
  const scope = { trainRunId: actsRunId, people: { accounts: [accountId] } }
  const reply = await deps.store.decide(scope, (view) => savePassengers(view, command))
  if (reply.ok) return accept(passengers)
  // Another request of this account has made its key meanwhile, and none makes a second one.
  return reply.refusal.code === 'key_replaced' ? replacePassengers(deps, accountId, passengers) : refuse(gone)
}

async function find({ store }: SavingDeps, id: AccountId): Promise<Account | undefined> {
  const { account } = await store.readPeople({ accounts: [id] })
  return account.find(({ deletedAt }) => deletedAt === null)
}

async function openedPassengers(deps: SavingDeps, account: Account): Promise<readonly SavedPassenger[]> {
  if (!isSealed(account.passengers)) return []
  const key = await keyOf(deps, account.keyId)
  return key ? (JSON.parse(unseal(key, account.passengers)) as readonly SavedPassenger[]) : []
}

/** The key of an account; undefined if it has none, as after a restore without the file of keys. */
async function keyOf(deps: SavingDeps, keyId: PaymentId | null): Promise<DataKey | undefined> {
  if (keyId === null) return undefined
  const wrapped = await deps.store.findPersonalKey(actsRunId, keyId)
  return wrapped === undefined ? undefined : dataKeyOf(deps, ownerOf(keyId), wrapped)
}

async function keyFor(deps: SavingDeps, { keyId }: Account) {
  const known = await keyOf(deps, keyId)
  if (known) return { key: known, added: null }
  const paymentId = (await deps.store.nextId('payment')) as PaymentId
  const key = makeDataKey(deps, ownerOf(paymentId))
  // Nobody looks for accounts by whom they travel with.
  return { key, added: { ...ownerOf(paymentId), wrapped: key.wrapped, search: '' } }
}

function ownerOf(keyId: PaymentId) {
  return { trainRunId: actsRunId, paymentId: keyId }
}
