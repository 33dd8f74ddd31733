import { renewAccount, renewStaff, type SealedStaff } from '../../domain/people/renew-people.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Account, StaffMember } from '../../domain/records/people.ts'
import type { Deps } from '../deps.ts'
import { olderMasters } from '../master-keys.ts'
import { isSealedByMaster, openedByMaster, sealByMaster } from '../master-seal.ts'
import { decidePeople } from '../people/decide-people.ts'
import { renewFactorSecret } from '../people/factor-proof.ts'
import { rewrapped } from '../personal-data.ts'
import { openAddress } from '../sealed-address.ts'
import { emailHash } from '../search-hashes.ts'
import { inSlices, type Slices } from './in-slices.ts'

type Renewing = Slices & Pick<Deps, 'store' | 'personalKeys' | 'randomBytes'>

/**
 * Puts staff, their second factors, and the keys of accounts under the newest master key, slice by slice;
 * returns how many people were changed. What has no longer a master key stays as it is.
 */
export async function renewPeople(renewing: Renewing): Promise<number> {
  const { log } = renewing
  const count = (await renewAccounts(renewing)) + (await renewAllStaff(renewing))
  if (count > 0) log.info({ people: count }, 'people were sealed by the newest master key')
  return count
}

async function renewAccounts(renewing: Renewing): Promise<number> {
  const { store } = renewing
  let count = 0
  for (const { id: by } of olderMasters(renewing))
    count += await inSlices(renewing, {
      next: async (limit) => (await store.readPeople({ accountsWrapped: { by, limit } })).account.map(named),
      change: ({ row }) => renewOneAccount(renewing, row),
      failed: 'the key of an account could not be wrapped again',
    })
  return count
}

function named<Row extends Account | StaffMember>(row: Row) {
  return { trainRunId: actsRunId, id: row.id, row }
}

async function renewOneAccount(renewing: Renewing, seen: Account): Promise<boolean> {
  const { store } = renewing
  const { keyId, email } = seen
  if (keyId === null || email === null) return false
  const owner = { trainRunId: actsRunId, paymentId: keyId }
  const [wrapped, address] = await Promise.all([
    store.findPersonalKey(actsRunId, keyId),
    openAddress(renewing, email),
  ])
  if (wrapped === undefined || address === null) return false
  const key = { ...owner, wrapped: rewrapped(renewing, wrapped, owner), search: '' }
  const command = { seen, key, emailFolded: emailHash(renewing, address) }
  const reply = await decidePeople(store, { accounts: [seen.id] }, (view) => renewAccount(view, command))
  return reply.ok && reply.value.isRenewed
}

async function renewAllStaff(renewing: Renewing): Promise<number> {
  const { store } = renewing
  const older = olderMasters(renewing).map(({ id }) => id)
  if (older.length === 0) return 0
  return inSlices(renewing, {
    next: async (limit) => {
      const { staff } = await store.readPeople({ staff: 'all' })
      return staff
        .filter((member) => isSealedBy(older, member))
        .slice(0, limit)
        .map(named)
    },
    change: ({ row }) => renewOneOfStaff(renewing, row),
    failed: 'a member of staff could not be sealed by the newest master key',
  })
}

/** What a master key sealed itself, a text or a secret, has its id in front. */
const sealedForm = /^[pw]1\.([0-9a-f]{8})\./

function isSealedBy(masters: readonly string[], { name, email, factorSecret }: StaffMember): boolean {
  const ids = [name, email, factorSecret ?? ''].map((text) => sealedForm.exec(text)?.[1])
  return ids.some((id) => id !== undefined && masters.includes(id))
}

async function renewOneOfStaff(renewing: Renewing, seen: StaffMember): Promise<boolean> {
  const again = (text: string) => sealByMaster(renewing, openedByMaster(renewing, text))
  const address = openedByMaster(renewing, seen.email)
  const sealed: SealedStaff = {
    name: again(seen.name),
    email: again(seen.email),
    emailFolded: isSealedByMaster(address) ? seen.emailFolded : emailHash(renewing, address),
    factorSecret: seen.factorSecret && renewFactorSecret(renewing, seen.id, seen.factorSecret),
  }
  const command = { seen, sealed }
  const reply = await decidePeople(renewing.store, { staff: 'all' }, (view) => renewStaff(view, command))
  return reply.ok && reply.value.isRenewed
}
