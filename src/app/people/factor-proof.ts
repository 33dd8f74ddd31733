import { hash } from 'node:crypto'
import type { StaffId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { FactorProof } from '../../domain/people/factor-codes.ts'
import type { StaffMember } from '../../domain/records/people.ts'
import type { Deps } from '../deps.ts'
import { unwrapSecret, wrapSecret } from '../personal-data.ts'
import { base32, stepOf } from './totp.ts'

/** What sealing and opening the secrets of apps needs. */
export type FactorKeys = Pick<Deps, 'personalKeys' | 'randomBytes'> & {
  readonly store: { now(): Instant }
}

/** How many recovery codes somebody gets, each good once. */
const recoveryCodeCount = 10
/** 120 random bits, 24 characters: OWASP ASVS 5.0 has 112 for secrets that are stored under a plain hash. */
const recoveryCodeBytes = 15

/** Binds a sealed secret to its owner, so that it does not open in the row of somebody else. */
function contextOf(staffId: StaffId): string {
  return `second factor of staff ${staffId}`
}

export function sealFactorSecret(keys: FactorKeys, staffId: StaffId, secret: Uint8Array): string {
  return wrapSecret(keys, secret, contextOf(staffId))
}

/** The same secret, sealed by the newest master key. Throws if the key that sealed it is gone. */
export function renewFactorSecret(keys: FactorKeys, staffId: StaffId, sealed: string): string {
  return sealFactorSecret(keys, staffId, unwrapSecret(keys, sealed, contextOf(staffId)))
}

/** Fresh codes in groups of four, and what is stored of them. */
export function makeRecoveryCodes({ randomBytes }: Pick<FactorKeys, 'randomBytes'>, staffId: StaffId) {
  const codes = Array.from({ length: recoveryCodeCount }, () => base32(randomBytes(recoveryCodeBytes)))
  return {
    codes: codes.map((code) => code.match(/.{4}/g)?.join('-') ?? ''),
    hashes: codes.map((code) => hashOf(staffId, code)),
  }
}

/** What an entered code is for somebody: undefined if it is neither of their app nor a recovery code. */
export function proofOf(
  keys: FactorKeys,
  { id, factorSecret, recoveryHashes }: StaffMember,
  entered: string,
): FactorProof | undefined {
  if (factorSecret === null) return undefined
  const plain = entered
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}\p{Pd}]/gu, '')
    .toUpperCase()
  const secret = unwrapSecret(keys, factorSecret, contextOf(id))
  const step = stepOf(secret, plain, keys.store.now())
  if (step !== undefined) return { secret: factorSecret, step }
  const recoveryHash = hashOf(id, plain)
  return recoveryHashes.includes(recoveryHash) ? { recoveryHash } : undefined
}

function hashOf(staffId: StaffId, code: string): string {
  return hash('sha256', `recovery-code.${staffId}.${code}`, 'base64url')
}
