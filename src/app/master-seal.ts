import { isStorable } from '../domain/text.ts'
import { TextNotStorable } from '../store/faults.ts'
import { decrypt, encrypt } from './cipher.ts'
import type { Deps } from './deps.ts'
import { allMasters, type MasterDeps, type NewestMasterDeps, newestMaster } from './master-keys.ts'

/** `p1.`, the id of the master key, and base64url of nonce, ciphertext and tag. */
const sealedForm = /^p1\.([0-9a-f]{8})\.([A-Za-z0-9_-]{38,})$/

/**
 * Seals a text under the newest master key itself, for the few texts of people that have no key of their own.
 * A text that is sealed already stays as it is.
 */
export function sealByMaster(deps: NewestMasterDeps & Pick<Deps, 'randomBytes'>, text: string): string {
  if (sealedForm.test(text)) return text
  if (!isStorable(text)) throw new TextNotStorable('a name or an address')
  const { id, sealing: key } = newestMaster(deps)
  const sealed = encrypt(Buffer.from(text), { key, randomBytes: deps.randomBytes })
  return `p1.${id}.${sealed.toString('base64url')}`
}

/** The text as it was given; unchanged if it is not sealed, or if its master key is not among the secrets. */
export function openedByMaster(deps: MasterDeps, text: string): string {
  const [, id, sealed = ''] = sealedForm.exec(text) ?? []
  const master = id === undefined ? undefined : allMasters(deps).find((one) => one.id === id)
  return master ? decrypt(Buffer.from(sealed, 'base64url'), { key: master.sealing }).toString() : text
}

export function isSealedByMaster(text: string): boolean {
  return sealedForm.test(text)
}
