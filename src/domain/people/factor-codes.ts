import type { Factor, StaffMember } from '../records/people.ts'

export const noFactor: Factor = { factorSecret: null, factorAt: null, factorStep: 0, recoveryHashes: [] }

/** The code is wrong, or it was used before. */
export type FactorRefused = { readonly code: 'second_factor_refused' }

/**
 * What an entered code was found to be, outside of any decision: a code of the app for a time step, by the
 * sealed secret that it was compared with; or one of the recovery codes.
 */
export type FactorProof =
  | { readonly secret: string; readonly step: number }
  | { readonly recoveryHash: string }

/** Whether signing in takes a code. A factor counts once a first code has shown that the app works. */
export function hasFactor({ factorAt }: Factor): boolean {
  return factorAt !== null
}

/** Somebody with this code used up; undefined if it was used before, or belongs to an earlier factor. */
export function withUsedCode(member: StaffMember, proof: FactorProof): StaffMember | undefined {
  if ('recoveryHash' in proof) {
    const left = member.recoveryHashes.filter((one) => one !== proof.recoveryHash)
    return left.length < member.recoveryHashes.length ? { ...member, recoveryHashes: left } : undefined
  }
  if (proof.secret !== member.factorSecret || proof.step <= member.factorStep) return undefined
  return { ...member, factorStep: proof.step }
}
