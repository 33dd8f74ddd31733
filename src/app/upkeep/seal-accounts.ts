import { sealAccount } from '../../domain/people/account-key.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Account } from '../../domain/records/people.ts'
import type { Deps } from '../deps.ts'
import { type AccountKeyDeps, decideUnderKey } from '../people/account-key.ts'
import { decidePeople } from '../people/decide-people.ts'
import { openAddress } from '../sealed-address.ts'
import { emailHash } from '../search-hashes.ts'
import { inSlices, type Slices } from './in-slices.ts'

type Sealing = Slices & AccountKeyDeps & Pick<Deps, 'store'>

/**
 * Puts the addresses of accounts under their own keys, slice by slice, and returns how many: an earlier
 * version sealed them under the master key, so that a deleted account was readable in older backups.
 */
export async function sealAccounts(sealing: Sealing): Promise<number> {
  const { store, log } = sealing
  const count = await inSlices(sealing, {
    next: async (limit) => (await store.readPeople({ accountsToSeal: limit })).account.map(named),
    change: ({ account }) => sealOne(sealing, account),
    failed: 'the address of an account could not be sealed under its own key',
  })
  if (count > 0) log.info({ accounts: count }, 'addresses of accounts were sealed under their own keys')
  return count
}

function named(account: Account) {
  return { trainRunId: actsRunId, id: account.id, account }
}

async function sealOne(sealing: Sealing, { id: accountId, email: seen }: Account): Promise<boolean> {
  const address = seen && (await openAddress(sealing, seen))
  if (!seen || !address) return false
  const reply = await decideUnderKey<{ readonly isSealed: boolean }, never>(
    sealing,
    accountId,
    ({ keyId, newKey, sealAddress }) => {
      const sealed = { email: sealAddress(address), emailFolded: emailHash(sealing, address) }
      const command = { accountId, seen, ...sealed, keyId, newKey }
      return decidePeople(sealing.store, { accounts: [accountId] }, (view) => sealAccount(view, command))
    },
  )
  return reply.ok && reply.value.isSealed
}
