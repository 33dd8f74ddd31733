import { type Claim, isSameClaim } from '../records/claim.ts'

/** Whether a seat has the same claims in both; in order of legs. */
export function areSameClaims(some: readonly Claim[], others: readonly Claim[]): boolean {
  return (
    some.length === others.length &&
    some.every((claim, index) => {
      const other = others[index]
      return other !== undefined && isSameClaim(claim, other)
    })
  )
}

/** The claims of a seat plus one more, in order of legs. */
export function withClaim(claims: readonly Claim[], claim: Claim): readonly Claim[] {
  if (claims.length === 0) return [claim]
  return [...claims, claim].sort((a, b) => a.fromLeg - b.fromLeg)
}
