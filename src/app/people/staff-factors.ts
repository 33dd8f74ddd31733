import type { StaffId } from '../../domain/ids.ts'
import { type FactorProof, type FactorRefused, hasFactor } from '../../domain/people/factor-codes.ts'
import type { Actor } from '../../domain/people/rights.ts'
import {
  type ConfirmFactorRefusal,
  confirmFactor,
  type RemoveFactorRefusal,
  removeFactor,
  resetFactor,
  type StartFactorRefusal,
  startFactor,
} from '../../domain/people/second-factor.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { StaffMember } from '../../domain/records/people.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Store } from '../../store/store.ts'
import type { StaffCaller } from '../deps.ts'
import { type Address, TryBudget } from './attempts.ts'
import { type FactorKeys, makeRecoveryCodes, proofOf, sealFactorSecret } from './factor-proof.ts'
import { type PasswordEntry, type TooOften, tooOften } from './password-entry.ts'
import { base32, factorSecretBytes, otpauthUri } from './totp.ts'

/**
 * Of one member of staff, from everywhere together: with three codes right at a time, a thousand days of
 * guessing find one with a chance of less than a third. Only who knows the password gets this far, so no
 * stranger can use it up.
 */
const codeTries = { burst: 10, everyMs: 10 * 60_000 } as const

/** `optional` if staff may have a second factor, `required` if they can do nothing without one. */
export type SecondFactor = 'off' | 'optional' | 'required'

export type StartRefusal = StartFactorRefusal | { readonly code: 'second_factor_off' }

interface FactorDeps extends FactorKeys {
  readonly store: Pick<Store, 'decide' | 'now' | 'readPeople'>
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number
  readonly secondFactor: SecondFactor
}

/** A factor that is about to be set up: told once. */
interface StartedFactor {
  /** For typing it in, in base32. */
  readonly secret: string
  /** For a QR code. */
  readonly otpauthUri: string
}

const allStaff = { staff: 'all' } as const
const acts = { trainRunId: actsRunId } as const

/** Everything that happens to the second factors of staff. */
export class StaffFactors {
  readonly #deps: FactorDeps
  readonly #entry: PasswordEntry
  readonly #tries = new TryBudget(codeTries)

  constructor(deps: FactorDeps, entry: PasswordEntry) {
    this.#deps = deps
    this.#entry = entry
  }

  /** Whether this member of staff signs in with a code. */
  isAsked(member: StaffMember): boolean {
    return this.asks && hasFactor(member)
  }

  get asks(): boolean {
    return this.#deps.secondFactor !== 'off'
  }

  /** Whether staff can do nothing before they have set up a factor. */
  get isRequired(): boolean {
    return this.#deps.secondFactor === 'required'
  }

  /** A new secret for the app of who enters their password; it counts once `confirm` has had a code of it. */
  async start(
    { id: staffId }: StaffCaller,
    { password, address }: { readonly password: string; readonly address: Address },
  ): Promise<Reply<StartedFactor, StartRefusal | TooOften>> {
    if (!this.asks) return refuse({ code: 'second_factor_off' })
    const member = await this.#find(staffId)
    if (!member) return refuse({ code: 'staff_not_found' })
    const found = await this.#entry.verify({ email: member.email, password, address }, async () => member)
    if (!found.ok) return found
    const secret = this.#deps.randomBytes(factorSecretBytes)
    const sealed = sealFactorSecret(this.#deps, staffId, secret)
    const command = { staffId, verifiedHash: member.passwordHash, secret: sealed }
    const scope = { ...acts, people: allStaff }
    const reply = await this.#deps.store.decide(scope, (view) => startFactor(view, command))
    return reply.ok ? accept({ secret: base32(secret), otpauthUri: otpauthUri(secret, member.email) }) : reply
  }

  /** Puts the factor into use; returns the recovery codes, which are told once. */
  async confirm(
    { id: staffId, sessionId }: StaffCaller,
    code: string,
  ): Promise<Reply<readonly string[], ConfirmFactorRefusal | TooOften>> {
    const proof = await this.#proven(staffId, code)
    if (!proof.ok) return proof
    const recovery = makeRecoveryCodes(this.#deps, staffId)
    const command = { staffId, sessionId, proof: proof.value, recoveryHashes: recovery.hashes }
    const scope = { ...acts, people: { ...allStaff, sessionsOf: [staffId] } }
    const reply = await this.#deps.store.decide(scope, (view, now) => confirmFactor(view, command, now))
    if (!reply.ok) return reply
    this.succeeded(staffId)
    return accept(recovery.codes)
  }

  /** Takes the factor of the caller away by one of its codes. */
  async remove(
    { id: staffId }: StaffCaller,
    code: string,
  ): Promise<Reply<null, RemoveFactorRefusal | TooOften>> {
    const proof = await this.#proven(staffId, code)
    if (!proof.ok) return proof
    const command = { staffId, proof: proof.value }
    const scope = { ...acts, people: allStaff }
    const reply = await this.#deps.store.decide(scope, (view) => removeFactor(view, command))
    if (reply.ok) this.succeeded(staffId)
    return reply
  }

  /** Takes the factor of somebody else away, who has lost it. */
  async reset(staffId: StaffId, actor: Actor): Promise<Reply<StaffMember, RemoveFactorRefusal>> {
    const scope = { ...acts, people: { ...allStaff, sessionsOf: [staffId] } }
    return this.#deps.store.decide(scope, (view, now) => resetFactor(view, { staffId, ...actor }, now))
  }

  /** What a code is for somebody; it counts as a wrong one until `succeeded` says otherwise. */
  proof(member: StaffMember, code: string): Reply<FactorProof, FactorRefused | TooOften> {
    const waitMs = this.#tries.take(String(member.id), this.#deps.monotonicMs())
    if (waitMs > 0) return refuse(tooOften(waitMs))
    const proof = proofOf(this.#deps, member, code)
    return proof ? accept(proof) : refuse({ code: 'second_factor_refused' })
  }

  succeeded(staffId: StaffId): void {
    this.#tries.giveBack(String(staffId))
  }

  async #proven(staffId: StaffId, code: string) {
    const member = await this.#find(staffId)
    if (!member) return refuse({ code: 'staff_not_found' })
    if (member.factorSecret === null) return refuse({ code: 'no_second_factor' })
    return this.proof(member, code)
  }

  async #find(staffId: StaffId): Promise<StaffMember | undefined> {
    return (await this.#deps.store.readPeople(allStaff)).staff.find(({ id }) => id === staffId)
  }
}
