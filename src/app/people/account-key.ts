import type { AccountId, PaymentId } from '../../domain/ids.ts'
import type { AccountGone, KeyReplaced, UnderKey } from '../../domain/people/account-key.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Account } from '../../domain/records/people.ts'
import { isSealed } from '../../domain/records/sealed.ts'
import { type Reply, refuse } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { type DataKey, dataKeyOf, makeDataKey, seal, unseal } from '../personal-data.ts'
import { openAddress, sealAddress } from '../sealed-address.ts'
import type { SessionRefusal } from './sessions.ts'

export type AccountKeyDeps = Pick<Deps, 'personalKeys' | 'randomBytes'> & {
  readonly store: Pick<Deps['store'], 'decide' | 'findPersonalKey' | 'nextId' | 'now' | 'readPeople'>
}

/** The account of a session was deleted. */
export const noAccount: SessionRefusal = { code: 'unauthenticated', reason: 'no_account' }

/** Undefined if the account is gone. */
export async function findAccount(
  { store }: { readonly store: Pick<Deps['store'], 'readPeople'> },
  id: AccountId,
): Promise<Account | undefined> {
  const { account } = await store.readPeople({ accounts: [id] })
  return account.find(({ deletedAt }) => deletedAt === null)
}

/**
 * Opens what is sealed for an account. Without its key, as after a restore without the file of keys, a sealed
 * text is null.
 */
export async function accountOpener(
  deps: AccountKeyDeps,
  { keyId }: Account,
): Promise<(text: string) => string | null> {
  const key = await keyOf(deps, keyId)
  return (text) => {
    if (!isSealed(text)) return text
    return key ? unseal(key, text) : null
  }
}

/** The account with its address as it was typed, null if its key is lost; undefined if it is gone. */
export async function findOpenedAccount(deps: AccountKeyDeps, id: AccountId): Promise<Account | undefined> {
  const account = await findAccount(deps, id)
  return account && openedAccount(deps, account)
}

/** The same of an account that was read. */
export async function openedAccount(deps: AccountKeyDeps, account: Account): Promise<Account> {
  return { ...account, email: account.email && (await openAddress(deps, account.email)) }
}

/** Seals a text for an account, and says under which key. */
interface Sealing extends UnderKey {
  seal(text: string): string
  /** An address, which names its key. */
  sealAddress(address: string): string
}

/**
 * Decides something that is sealed under the key of an account. If another request has made the account's key
 * meanwhile, it is sealed and decided anew: an account has one key.
 */
export async function decideUnderKey<T, R extends { readonly code: string }>(
  deps: AccountKeyDeps,
  accountId: AccountId,
  decide: (sealing: Sealing, account: Account) => Promise<Reply<T, R | KeyReplaced | AccountGone>>,
): Promise<Reply<T, R | SessionRefusal>> {
  for (;;) {
    const account = await findAccount(deps, accountId)
    if (!account) return refuse(noAccount)
    const reply = await decide(await sealingUnder(deps, account.keyId), account)
    if (reply.ok) return reply
    const { refusal } = reply
    if (isGone(refusal)) return refuse(noAccount)
    if (!isReplaced(refusal)) return refuse(refusal)
  }
}

function isGone(refusal: { readonly code: string }): refusal is AccountGone {
  return refusal.code === 'account_gone'
}

function isReplaced(refusal: { readonly code: string }): refusal is KeyReplaced {
  return refusal.code === 'key_replaced'
}

/** Seals under this key of run 0, or under a new one where there is none or it is lost. */
export async function sealingUnder(deps: AccountKeyDeps, keyId: PaymentId | null): Promise<Sealing> {
  const known = await keyOf(deps, keyId)
  if (known && keyId !== null) return { keyId, newKey: null, ...sealsBy(deps, keyId, known) }
  // The table of keys knows them by numbers of payments. Nobody looks for accounts by what is sealed here.
  const owner = ownerOf((await deps.store.nextId('payment')) as PaymentId)
  const key = makeDataKey(deps, owner)
  const newKey = { ...owner, wrapped: key.wrapped, search: '' }
  return { keyId, newKey, ...sealsBy(deps, owner.paymentId, key) }
}

function sealsBy(deps: AccountKeyDeps, id: PaymentId, key: DataKey) {
  return {
    seal: (text: string) => seal(deps, key, text),
    sealAddress: (address: string) => sealAddress(deps, { id, key }, address),
  }
}

async function keyOf(deps: AccountKeyDeps, keyId: PaymentId | null): Promise<DataKey | undefined> {
  if (keyId === null) return undefined
  const wrapped = await deps.store.findPersonalKey(actsRunId, keyId)
  return wrapped === undefined ? undefined : dataKeyOf(deps, ownerOf(keyId), wrapped)
}

function ownerOf(paymentId: PaymentId) {
  return { trainRunId: actsRunId, paymentId }
}
