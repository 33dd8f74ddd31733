import { hash, hkdfSync } from 'node:crypto'
import type { Instant } from '../domain/instant.ts'
import { signingKey } from '../domain/people/keyring.ts'
import type { Deps } from './deps.ts'

/** The keys of one master secret, for each purpose. */
export interface Master {
  /** As `holdfast secrets show` names it. */
  readonly id: string
  readonly wrapping: Uint8Array
  readonly searching: Uint8Array
  /** Of texts that have no key of their own. */
  readonly sealing: Uint8Array
}

/** What reading needs: every master secret, as of now, since they rotate. */
export type MasterDeps = Pick<Deps, 'personalKeys'>
/** What writing needs: also the time, which says what secret is the newest. */
export type NewestMasterDeps = MasterDeps & { readonly store: { now(): Instant } }

const keyBytes = 32
const masters = new Map<string, Master>()

/** The master that wraps and hashes from now on. */
export function newestMaster({ personalKeys, store }: NewestMasterDeps): Master {
  return masterOf(signingKey(personalKeys(), store.now()).secret)
}

/** Those that wrapped before the newest did, the oldest first. */
export function olderMasters({ personalKeys, store }: NewestMasterDeps): readonly Master[] {
  const keyring = personalKeys()
  const signs = keyring.indexOf(signingKey(keyring, store.now()))
  return keyring.slice(0, signs).map(({ secret }) => masterOf(secret))
}

export function allMasters({ personalKeys }: MasterDeps): readonly Master[] {
  return personalKeys().map(({ secret }) => masterOf(secret))
}

/** A few characters of a digest tell two secrets apart without revealing either. */
export function secretId(secret: string): string {
  return hash('sha256', secret, 'hex').slice(0, 8)
}

/** The keys of a secret, one for each purpose (RFC 5869); they are kept, since deriving them takes time. */
function masterOf(secret: string): Master {
  const known = masters.get(secret)
  if (known) return known
  const derived = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', purpose, keyBytes))
  const master = {
    id: secretId(secret),
    wrapping: derived('holdfast wrap'),
    searching: derived('holdfast search'),
    sealing: derived('holdfast people'),
  }
  masters.set(secret, master)
  return master
}
