import type { StaffId, UserId } from '../../domain/ids.ts'
import type { FactorRefused } from '../../domain/people/factor-codes.ts'
import type { Actor } from '../../domain/people/rights.ts'
import {
  actedBy,
  type FactorNeeded,
  isSessionLive,
  type SignInRefused,
  signIn,
  signOut,
  signOutEverywhere,
} from '../../domain/people/sessions.ts'
import {
  type AddStaffRefusal,
  addStaff,
  type ChangeStaffRefusal,
  changeRoles,
  hasAdministrator,
  type NoSuchStaff,
  setPassword,
  setStaffState,
} from '../../domain/people/staff.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import { type ActReason, actedByNobody } from '../../domain/records/audit.ts'
import type { Role, Session, StaffMember } from '../../domain/records/people.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Store } from '../../store/store.ts'
import type { Deps, StaffCaller } from '../deps.ts'
import type { Address } from './attempts.ts'
import { type Attempt, type NewPasswordRefusal, PasswordEntry, type TooOften } from './password-entry.ts'
import type { Passwords } from './passwords.ts'
import { RefusedSignIns } from './refused-sign-ins.ts'
import { withSealedPeople } from './sealed-people.ts'
import { type BegunSession, newSession } from './sessions.ts'
import { SetupLink } from './setup-link.ts'
import { type SecondFactor, StaffFactors } from './staff-factors.ts'

interface DeskDeps extends Pick<Deps, 'personalKeys'>, Partial<Pick<Deps, 'log'>> {
  readonly store: Pick<Store, 'decide' | 'nextId' | 'now' | 'readPeople'>
  readonly passwords: Passwords
  readonly randomBytes: (count: number) => Uint8Array
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number
  readonly secondFactor: SecondFactor
}

/** What is needed to make a member of staff. */
export interface NewMember {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly roles: readonly Role[]
}

const without = (reason: ActReason): Actor => ({ by: { ...actedByNobody, reason }, given: null })

/** Who sits at the machine itself, or has its settings. */
export const atTheMachine = without('on_the_machine')
const bySetup = without('first_setup')

/** With a code of the second factor, where there is one. */
type SignInAttempt = Attempt & { readonly code?: string }

/** Why somebody does not get in. */
type NotSignedIn = SignInRefused | FactorNeeded | FactorRefused | TooOften

const acts = { trainRunId: actsRunId } as const
const allStaff = { staff: 'all' } as const

/** Everything that happens to staff and their sessions, from the wire and from the machine. */
export class StaffDesk {
  readonly #deps: DeskDeps
  readonly #entry: PasswordEntry
  readonly #refused: RefusedSignIns
  readonly #setup = new SetupLink()
  readonly factors: StaffFactors

  constructor(deps: DeskDeps) {
    this.#deps = { ...deps, store: withSealedPeople(deps) }
    this.#entry = new PasswordEntry(deps)
    this.#refused = new RefusedSignIns(deps, 'staff')
    this.factors = new StaffFactors(this.#deps, this.#entry)
  }

  /**
   * Begins a session for who knows the password. An unknown address, a wrong password and an account out of
   * use are answered alike, after the same reads and in the same time.
   */
  async signIn(attempt: SignInAttempt): Promise<Reply<BegunSession, NotSignedIn>> {
    return this.#refused.noted(await this.#signIn(attempt))
  }

  async #signIn(attempt: SignInAttempt): Promise<Reply<BegunSession, NotSignedIn>> {
    const found = await this.#entry.check(attempt, (account) => this.#findActive(account))
    if (!found.ok) return found
    const { passwords } = this.#deps
    const { id: staffId, passwordHash: verifiedHash } = found.value
    const proof = this.#proofOf(found.value, attempt.code)
    if (!proof.ok) return proof
    const newHash = passwords.isOld(verifiedHash) ? await passwords.hash(attempt.password) : null
    const reply = await this.#begin({ staffId, verifiedHash, newHash, proof: proof.value })
    if (!reply.ok) return reply
    this.#entry.succeeded(attempt)
    this.factors.succeeded(staffId)
    return reply
  }

  /** Null if there is nothing to prove, or no code to prove it with. */
  #proofOf(member: StaffMember, code: string | undefined) {
    if (code === undefined || !this.factors.isAsked(member)) return accept(null)
    return this.factors.proof(member, code)
  }

  async #begin(who: Omit<Parameters<typeof signIn>[1], 'session' | 'asksFactor'>) {
    const { token, session } = await newSession(this.#deps)
    const command = { ...who, session, asksFactor: this.factors.asks }
    const scope = { ...acts, people: allStaff }
    const reply = await this.#deps.store.decide(scope, (view, now) => signIn(view, command, now))
    return reply.ok ? accept({ token, session: reply.value }) : reply
  }

  async signOut({ id: staffId, sessionId }: StaffCaller): Promise<void> {
    const scope = { ...acts, people: { sessions: [sessionId] } }
    await this.#deps.store.decide(scope, (view, now) => signOut(view, { staffId, sessionId }, now))
  }

  async signOutEverywhere({ id }: StaffCaller): Promise<void> {
    await this.#endSessions(id, actedBy(id))
  }

  /** Ends every session of somebody else. */
  async endSessions(staffId: StaffId, { by }: Actor): Promise<Reply<null, NoSuchStaff>> {
    if (!(await this.find(staffId))) return refuse({ code: 'staff_not_found' })
    await this.#endSessions(staffId, by)
    return accept(null)
  }

  async #endSessions(staffId: StaffId, by: Actor['by']): Promise<void> {
    const scope = { ...acts, people: { sessionsOf: [staffId] } }
    await this.#deps.store.decide(scope, (view, now) => signOutEverywhere(view, { staffId, by }, now))
  }

  /** Undefined if the account is gone. */
  async find(id: StaffId): Promise<StaffMember | undefined> {
    return (await this.list()).find((one) => one.id === id)
  }

  async list(): Promise<readonly StaffMember[]> {
    return (await this.#deps.store.readPeople(allStaff)).staff
  }

  /** The sessions of somebody that still live, newest first. */
  async liveSessions(id: StaffId): Promise<readonly Session[]> {
    const { store } = this.#deps
    const { session } = await store.readPeople({ sessionsOf: [id] })
    return session.filter((one) => isSessionLive(one, store.now())).toReversed()
  }

  /** Ends every session of the caller, and begins another one. */
  async changePassword(
    { id: staffId }: StaffCaller,
    { password, newPassword, address }: { password: string; newPassword: string; address: Address },
  ): Promise<Reply<BegunSession, SignInRefused | ChangeStaffRefusal | NewPasswordRefusal>> {
    const member = await this.find(staffId)
    if (!member) return refuse({ code: 'staff_not_found' })
    const found = await this.#verified({ email: member.email, password, address })
    if (!found.ok) return found
    const passwordHash = await this.#entry.hash(newPassword, [member.name, member.email])
    if (!passwordHash.ok) return passwordHash
    const { token, session } = await newSession(this.#deps)
    const command = { staffId, verifiedHash: found.value.passwordHash, passwordHash: passwordHash.value }
    const reply = await this.#setPassword({ ...command, session, by: actedBy(staffId), given: null })
    if (!reply.ok) return reply
    return reply.value ? accept({ token, session: reply.value }) : refuse({ code: 'sign_in_refused' })
  }

  /** The token of a new set-up link; null if there is an administrator. */
  async openSetup(): Promise<string | null> {
    if (hasAdministrator(await this.list())) return null
    return this.#setup.renew(this.#deps.randomBytes, this.#deps.store.now())
  }

  /** Makes the first administrator for who has the link, and signs them in. */
  async setUp(
    token: string,
    member: Omit<NewMember, 'roles'>,
  ): Promise<Reply<BegunSession, AddStaffRefusal | NotSignedIn | NewPasswordRefusal>> {
    if (!this.#setup.opens(token, this.#deps.store.now())) return refuse({ code: 'setup_refused' })
    const added = await this.#add({ ...member, roles: ['administrator'] }, bySetup, true)
    if (!added.ok) return added
    this.#setup.end()
    const { id: staffId, passwordHash: verifiedHash } = added.value
    return this.#begin({ staffId, verifiedHash, newHash: null, proof: null })
  }

  /** Makes the first administrator from the settings of the server; does nothing if there is one. */
  async ensureAdministrator(
    member: Omit<NewMember, 'roles'>,
  ): Promise<Reply<StaffMember, AddStaffRefusal | NewPasswordRefusal>> {
    if (hasAdministrator(await this.list())) return refuse({ code: 'setup_refused' })
    return this.#add({ ...member, roles: ['administrator'] }, atTheMachine, true)
  }

  add(member: NewMember, actor: Actor): Promise<Reply<StaffMember, AddStaffRefusal | NewPasswordRefusal>> {
    return this.#add(member, actor, false)
  }

  async changeRoles(
    staffId: StaffId,
    roles: readonly Role[],
    actor: Actor,
  ): Promise<Reply<StaffMember, ChangeStaffRefusal>> {
    const command = { staffId, roles, ...actor }
    return this.#deps.store.decide({ ...acts, people: allStaff }, (view) => changeRoles(view, command))
  }

  async setState(
    staffId: StaffId,
    state: StaffMember['state'],
    actor: Actor,
  ): Promise<Reply<StaffMember, ChangeStaffRefusal>> {
    const command = { staffId, state, ...actor }
    const scope = { ...acts, people: { ...allStaff, sessionsOf: [staffId] } }
    return this.#deps.store.decide(scope, (view, now) => setStaffState(view, command, now))
  }

  async resetPassword(
    staffId: StaffId,
    password: string,
    actor: Actor,
  ): Promise<Reply<Session | null, SignInRefused | ChangeStaffRefusal | NewPasswordRefusal>> {
    const member = await this.find(staffId)
    if (!member) return refuse({ code: 'staff_not_found' })
    const passwordHash = await this.#entry.hash(password, [member.name, member.email])
    if (!passwordHash.ok) return passwordHash
    const command = { staffId, verifiedHash: null, passwordHash: passwordHash.value, session: null }
    return this.#setPassword({ ...command, ...actor })
  }

  #setPassword(command: Parameters<typeof setPassword>[1]) {
    const scope = { ...acts, people: { ...allStaff, sessionsOf: [command.staffId] } }
    return this.#deps.store.decide(scope, (view, now) => setPassword(view, command, now))
  }

  async #add(
    { password, ...member }: NewMember,
    actor: Actor,
    isFirst: boolean,
  ): Promise<Reply<StaffMember, AddStaffRefusal | NewPasswordRefusal>> {
    const { store } = this.#deps
    const passwordHash = await this.#entry.hash(password, [member.name, member.email])
    if (!passwordHash.ok) return passwordHash
    const id = (await store.nextId('staff')) as StaffId
    const userId = (await store.nextId('user')) as UserId
    const command = { ...member, id, userId, passwordHash: passwordHash.value, ...actor, isFirst }
    return store.decide({ ...acts, people: allStaff }, (view, now) => addStaff(view, command, now))
  }

  /** The account, if the password is its own and it is in use. */
  #verified(attempt: Attempt): Promise<Reply<StaffMember, SignInRefused | TooOften>> {
    return this.#entry.verify(attempt, (account) => this.#findActive(account))
  }

  async #findActive(account: string): Promise<StaffMember | undefined> {
    return (await this.list()).find((one) => one.emailFolded === account && one.state === 'ACTIVE')
  }
}
