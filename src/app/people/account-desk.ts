import type { AccountCodeId, AccountId, MessageId, PaymentId, SessionId, UserId } from '../../domain/ids.ts'
import type { Language } from '../../domain/language.ts'
import {
  type CodeNotAccepted,
  codeOwner,
  latestAccountCode,
  sendAccountCode,
} from '../../domain/people/account-codes.ts'
import {
  changeAccountPassword,
  changeEmail,
  deleteAccount,
  type MakeAccountRefusal,
  makeAccount,
  type NewAccountSession,
  resetAccountPassword,
  signInAccount,
  signOutAccount,
  signOutAccountEverywhere,
} from '../../domain/people/accounts.ts'
import { isSessionLive, type SignInRefused } from '../../domain/people/sessions.ts'
import { emailForm } from '../../domain/records/contact.ts'
import type { Account, CodePurpose, Session } from '../../domain/records/people.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Store } from '../../store/store.ts'
import type { AccountCaller, Deps } from '../deps.ts'
import { hashesOf, hashOfNew, makeCode, parseCode } from '../one-time-codes.ts'
import { keyIdOfAddress, openAddress } from '../sealed-address.ts'
import { findAccount, findOpenedAccount, openedAccount, sealingUnder } from './account-key.ts'
import type { Address } from './attempts.ts'
import { decidePeople } from './decide-people.ts'
import { emptyGuests } from './empty-guests.ts'
import { type Attempt, type NewPasswordRefusal, PasswordEntry, type TooOften } from './password-entry.ts'
import type { Passwords } from './passwords.ts'
import { RefusedSignIns } from './refused-sign-ins.ts'
import { withSealedPeople } from './sealed-people.ts'
import { type BegunSession, newSession } from './sessions.ts'

interface AccountDeps
  extends Pick<Deps, 'sessionKeys' | 'personalKeys' | 'randomBytes' | 'onMessageDue'>,
    Partial<Pick<Deps, 'log'>> {
  readonly store: Store
  readonly passwords: Passwords
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number
  /** How long a session of an account lives unused, and at most, in milliseconds. */
  readonly sessionLimits: Pick<NewAccountSession, 'idleMs' | 'lastsMs'>
}

/** A code that is asked for. */
interface AskedCode {
  /** The session that asks. */
  readonly userId: UserId
  /** As it was typed. */
  readonly email: string
  readonly language: Language
}

/** Who enters a code. */
interface Asker {
  readonly userId: UserId
  /** The same user, if it is a guest: the account takes it over. */
  readonly guestId: UserId | null
}

/** Who signs in: a guest, whom the account takes over, or somebody who has signed in before. */
export interface Joining {
  readonly guestId: UserId | null
  /** The session of an account that the request comes with. */
  readonly replacedId: SessionId | null
}

/** Everything that happens to the accounts of passengers and their sessions. */
export class AccountDesk {
  readonly #deps: AccountDeps
  readonly #entry: PasswordEntry
  readonly #refused: RefusedSignIns

  constructor(deps: AccountDeps) {
    this.#deps = { ...deps, store: withSealedPeople(deps) }
    this.#entry = new PasswordEntry(deps)
    this.#refused = new RefusedSignIns(deps, 'account')
  }

  /** Sends the code that makes an account with this password. */
  async register(asked: AskedCode & { readonly password: string }): Promise<Reply<null, NewPasswordRefusal>> {
    const passwordHash = await this.#entry.hash(asked.password, [asked.email])
    if (!passwordHash.ok) return passwordHash
    await this.#send({ ...asked, purpose: 'register', accountId: null, passwordHash: passwordHash.value })
    return accept(null)
  }

  /** Sends the code that sets a new password, if there is an account. */
  async askForReset(asked: AskedCode): Promise<void> {
    await this.#send({ ...asked, purpose: 'reset', accountId: null, passwordHash: null })
  }

  /** Makes the account of the last code that this session was sent, and signs in. */
  async verify({ userId, guestId }: Asker, text: string): Promise<Reply<BegunSession, MakeAccountRefusal>> {
    const entered = await this.#entered(userId, 'register', text)
    if (!entered) return refuse({ code: 'code_not_accepted' })
    const { store } = this.#deps
    const accountId = (await store.nextId('account')) as AccountId
    const accountUserId = (await store.nextId('user')) as UserId
    const { token, session } = await this.#newSession()
    const { keyId } = entered
    const command = { ...entered.command, guestId, accountId, accountUserId, keyId, session }
    const people = { codesBy: [userId], accountsAt: [entered.emailFolded] }
    const reply = await decidePeople(store, people, (view, now) => makeAccount(view, command, now))
    return begun(reply, token)
  }

  /** Sets the password of the account of the last code that this session was sent, and signs in. */
  async reset(
    { userId, guestId }: Asker,
    text: string,
    password: string,
  ): Promise<Reply<BegunSession, CodeNotAccepted | NewPasswordRefusal>> {
    const entered = await this.#entered(userId, 'reset', text)
    if (!entered) return refuse({ code: 'code_not_accepted' })
    const passwordHash = await this.#entry.hash(password, [entered.emailFolded])
    if (!passwordHash.ok) return passwordHash
    const { accountId } = entered
    const emptyIds = await emptyGuests(
      this.#deps.store,
      accountId === null ? undefined : await findAccount(this.#deps, accountId),
    )
    const { token, session } = await this.#newSession()
    const messageId = await this.#messageId()
    const given = { ...entered.command, passwordHash: passwordHash.value, session, messageId }
    const command = { ...given, guestId, emptyIds }
    const ids = accountId === null ? [] : [accountId]
    const people = { codesBy: [userId], accounts: ids, sessionsOfAccounts: ids }
    const reply = await decidePeople(this.#deps.store, people, (view, now) =>
      resetAccountPassword(view, command, now),
    )
    if (reply.ok) this.#deps.onMessageDue?.()
    return begun(reply, token)
  }

  /**
   * Begins a session for who knows the password; what the guest who asks holds and has booked is the
   * account's from now on. An unknown address and a wrong password are answered alike, after the same reads
   * and in the same time.
   */
  async signIn(
    attempt: Attempt,
    { guestId, replacedId }: Joining,
  ): Promise<Reply<BegunSession, SignInRefused | TooOften>> {
    const found = this.#refused.noted(await this.#verified(attempt))
    if (!found.ok) return found
    const { passwords } = this.#deps
    const { id: accountId, passwordHash } = found.value
    const verifiedHash = passwordHash ?? ''
    const newHash = passwords.isOld(verifiedHash) ? await passwords.hash(attempt.password) : null
    const emptyIds = await emptyGuests(this.#deps.store, found.value)
    const { token, session } = await this.#newSession()
    const command = { accountId, verifiedHash, newHash, session, guestId, emptyIds, replacedId }
    const people = { accounts: [accountId], sessions: replacedId === null ? [] : [replacedId] }
    const reply = await decidePeople(this.#deps.store, people, (view, now) =>
      signInAccount(view, command, now),
    )
    return begun(reply, token)
  }

  async signOut({ id: accountId, sessionId }: AccountCaller): Promise<void> {
    await decidePeople(this.#deps.store, { sessions: [sessionId] }, (view, now) =>
      signOutAccount(view, { accountId, sessionId }, now),
    )
  }

  async signOutEverywhere({ id: accountId }: AccountCaller, userId: UserId): Promise<void> {
    await decidePeople(this.#deps.store, { sessionsOfAccounts: [accountId] }, (view, now) =>
      signOutAccountEverywhere(view, { accountId, userId }, now),
    )
  }

  /** Undefined if the account is gone. */
  find(id: AccountId): Promise<Account | undefined> {
    return findOpenedAccount(this.#deps, id)
  }

  /** The sessions of an account that still live, newest first. */
  async liveSessions(id: AccountId): Promise<readonly Session[]> {
    const { store } = this.#deps
    const { session } = await store.readPeople({ sessionsOfAccounts: [id] })
    return session.filter((one) => isSessionLive(one, store.now())).toReversed()
  }

  /** Ends every session of the caller, and begins another one. */
  async changePassword(
    { id: accountId }: AccountCaller,
    { password, newPassword, address }: PasswordChange,
  ): Promise<Reply<BegunSession, SignInRefused | NewPasswordRefusal>> {
    const found = await this.#verifiedCaller(accountId, { password, address })
    if (!found.ok) return found
    const passwordHash = await this.#entry.hash(newPassword, [found.value.email ?? ''])
    if (!passwordHash.ok) return passwordHash
    const { token, session } = await this.#newSession()
    const messageId = await this.#messageId()
    const verifiedHash = found.value.passwordHash ?? ''
    const command = { accountId, verifiedHash, passwordHash: passwordHash.value, session, messageId }
    const people = { accounts: [accountId], sessionsOfAccounts: [accountId] }
    const reply = await decidePeople(this.#deps.store, people, (view, now) =>
      changeAccountPassword(view, command, now),
    )
    if (reply.ok) this.#deps.onMessageDue?.()
    return begun(reply, token)
  }

  /** Sends a code to the address that the account of the caller is to have, if the password is right. */
  async askForEmail(
    { id: accountId }: AccountCaller,
    asked: AskedCode & Omit<Attempt, 'email'>,
  ): Promise<Reply<null, SignInRefused | TooOften>> {
    const { password, address, ...code } = asked
    const found = await this.#verifiedCaller(accountId, { password, address })
    if (!found.ok) return found
    await this.#send({ ...code, purpose: 'email', accountId, passwordHash: null })
    return accept(null)
  }

  /** Gives the account of the caller the address of the last code that was asked for. */
  async changeEmail(
    { id: accountId }: AccountCaller,
    userId: UserId,
    text: string,
  ): Promise<Reply<Account, MakeAccountRefusal>> {
    const entered = await this.#entered(userId, 'email', text)
    if (!entered) return refuse({ code: 'code_not_accepted' })
    const command = { ...entered.command, accountId, messageId: await this.#messageId() }
    const people = { codesBy: [userId], accounts: [accountId], accountsAt: [entered.emailFolded] }
    const reply = await decidePeople(this.#deps.store, people, (view, now) => changeEmail(view, command, now))
    if (!reply.ok) return reply
    this.#deps.onMessageDue?.()
    return accept(await openedAccount(this.#deps, reply.value))
  }

  /** Whether the caller knows the password, before what cannot be undone. */
  async confirm(
    { id: accountId }: AccountCaller,
    entered: Omit<Attempt, 'email'>,
  ): Promise<Reply<null, SignInRefused | TooOften>> {
    const found = await this.#verifiedCaller(accountId, entered)
    return found.ok ? accept(null) : found
  }

  /** Deletes the account of the caller; its bookings stay. */
  async delete(
    { id: accountId }: AccountCaller,
    entered: Omit<Attempt, 'email'>,
  ): Promise<Reply<null, SignInRefused | TooOften>> {
    const found = await this.#verifiedCaller(accountId, entered)
    if (!found.ok) return found
    const command = { accountId, verifiedHash: found.value.passwordHash ?? '' }
    const people = { accounts: [accountId], sessionsOfAccounts: [accountId] }
    return decidePeople(this.#deps.store, people, (view, now) => deleteAccount(view, command, now))
  }

  /** Another request may give the account its key meanwhile; then the code is sealed and decided anew. */
  async #send({ email, ...asked }: SentCode): Promise<void> {
    const { store } = this.#deps
    const { userId, purpose, accountId } = asked
    const emailFolded = emailForm(email)
    const code = makeCode(this.#deps)
    const given = {
      ...{ ...asked, emailFolded, code },
      codeId: (await store.nextId('account_code')) as AccountCodeId,
      messageId: await this.#messageId(),
      codeHash: hashOfNew(this.#deps, code, { userId, about: purpose }),
    }
    const accounts = { accountsAt: [emailFolded], accounts: accountId === null ? [] : [accountId] }
    const people = { ...accounts, codesAt: [emailFolded], codesBy: [userId] }
    for (;;) {
      const owner = codeOwner((await store.readPeople(accounts)).account, given)
      const { keyId, newKey, sealAddress } = await sealingUnder(this.#deps, owner?.keyId ?? null)
      const command = { ...given, keyId, newKey, email: sealAddress(email) }
      const reply = await decidePeople(store, people, (view, now) => sendAccountCode(view, command, now))
      if (!reply.ok) continue
      if (reply.value.isSent) this.#deps.onMessageDue?.()
      return
    }
  }

  /** The last code that a session was sent, and what to compare the entered one with. */
  async #entered(userId: UserId, purpose: CodePurpose, text: string): Promise<Entered | undefined> {
    const code = parseCode(text)
    if (code === undefined) return undefined
    const { accountCode } = await this.#deps.store.readPeople({ codesBy: [userId] })
    const latest = latestAccountCode(accountCode, userId, purpose)
    const email = latest && (await openAddress(this.#deps, latest.email))
    if (!latest || !email) return undefined
    const hashes = hashesOf(this.#deps, code, { userId, about: purpose })
    const about = { accountId: latest.accountId, keyId: keyIdOfAddress(latest.email) }
    return { ...about, emailFolded: emailForm(email), command: { userId, purpose, hashes } }
  }

  #verified(attempt: Attempt): Promise<Reply<Account, SignInRefused | TooOften>> {
    return this.#entry.verify(attempt, async (account) => {
      const read = await this.#deps.store.readPeople({ accountsAt: [account] })
      return read.account[0]
    })
  }

  async #verifiedCaller(
    accountId: AccountId,
    entered: Omit<Attempt, 'email'>,
  ): Promise<Reply<Account, SignInRefused | TooOften>> {
    const account = await this.find(accountId)
    if (!account) return refuse({ code: 'sign_in_refused' })
    // Who has lost the key of the account has a count of tries all the same.
    const email = account.email ?? `account ${accountId}`
    return this.#entry.verify({ ...entered, email }, async () => account)
  }

  async #newSession(): Promise<{ readonly token: string; readonly session: NewAccountSession }> {
    const { token, session } = await newSession(this.#deps)
    return { token, session: { ...session, ...this.#deps.sessionLimits } }
  }

  async #messageId(): Promise<MessageId> {
    return (await this.#deps.store.nextId('message')) as MessageId
  }
}

interface PasswordChange {
  readonly password: string
  readonly newPassword: string
  readonly address: Address
}

interface SentCode extends AskedCode {
  readonly purpose: CodePurpose
  readonly accountId: AccountId | null
  readonly passwordHash: string | null
}

interface Entered {
  readonly accountId: AccountId | null
  /** The key that the address of the code is sealed under. */
  readonly keyId: PaymentId | null
  readonly emailFolded: string
  readonly command: {
    readonly userId: UserId
    readonly purpose: CodePurpose
    readonly hashes: readonly string[]
  }
}

function begun<R extends { readonly code: string }>(
  reply: Reply<Session, R>,
  token: string,
): Reply<BegunSession, R> {
  return reply.ok ? accept({ token, session: reply.value }) : reply
}
