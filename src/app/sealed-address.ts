import type { PaymentId } from '../domain/ids.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import type { Deps } from './deps.ts'
import type { NewestMasterDeps } from './master-keys.ts'
import { isSealedByMaster, openedByMaster } from './master-seal.ts'
import { type DataKey, dataKeyOf, seal, unseal } from './personal-data.ts'

/**
 * `k1.`, the number of a key of run 0, and the sealed text. The number has 16 digits, so that the database
 * finds it at a fixed place when it removes the keys of codes that are gone.
 */
const form = /^k1\.(\d{16})\.(s1\.[A-Za-z0-9_-]{38,})$/

/** Seals an address under a key of run 0, which is named in it. */
export function sealAddress(
  deps: NewestMasterDeps & Pick<Deps, 'randomBytes'>,
  { id, key }: { readonly id: PaymentId; readonly key: DataKey },
  address: string,
): string {
  return `k1.${String(id).padStart(16, '0')}.${seal(deps, key, address)}`
}

/** The key that an address is sealed under; null if it is sealed under none of run 0. */
export function keyIdOfAddress(text: string): PaymentId | null {
  const [, id] = form.exec(text) ?? []
  return id === undefined ? null : (Number(id) as PaymentId)
}

/** Whether it is sealed, under a key of run 0 or under the master key as by earlier versions. */
export function isAddressSealed(text: string): boolean {
  return form.test(text) || isSealedByMaster(text)
}

/**
 * The address as it was typed; null if its key is gone, so that nobody can read it anymore. Throws if it
 * needs a master key that is not among the secrets.
 */
export async function openAddress(
  deps: Pick<Deps, 'personalKeys'> & { readonly store: Pick<Deps['store'], 'findPersonalKey'> },
  text: string,
): Promise<string | null> {
  const paymentId = keyIdOfAddress(text)
  if (paymentId === null) {
    const address = openedByMaster(deps, text)
    if (isSealedByMaster(address))
      throw new Error('an address needs a master key that is not among the secrets')
    return address
  }
  const wrapped = await deps.store.findPersonalKey(actsRunId, paymentId)
  if (wrapped === undefined) return null
  const key = dataKeyOf(deps, { trainRunId: actsRunId, paymentId }, wrapped)
  const [, , sealed = ''] = form.exec(text) ?? []
  return unseal(key, sealed)
}
