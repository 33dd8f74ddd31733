import type { AccountId, MessageId, UserId } from '../../domain/ids.ts'
import type { NewAccountSession } from '../../domain/people/accounts.ts'
import {
  addPasskey,
  isRecentSignIn,
  type PasskeyNotAccepted,
  type PasskeyNotFound,
  removePasskey,
  renamePasskey,
  type SignInTooOld,
  signInWithPasskey,
  type TooManyPasskeys,
} from '../../domain/people/passkeys.ts'
import type { Account, Passkey, PasskeyChallenge } from '../../domain/records/people.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Store } from '../../store/store.ts'
import type { AccountCaller, Deps } from '../deps.ts'
import { openAddress } from '../sealed-address.ts'
import type { Joining } from './account-desk.ts'
import { type AccountKeyDeps, accountOpener, decideUnderKey, findAccount, noAccount } from './account-key.ts'
import { type CreatedCredential, checkCreated, checkSigned, type SignedCredential } from './check-passkeys.ts'
import { decidePeople } from './decide-people.ts'
import { emptyGuests } from './empty-guests.ts'
import { type ChallengeFor, checkChallenge, makeChallenge } from './passkey-challenges.ts'
import { type PasskeySite, passkeySite } from './passkey-site.ts'
import { withSealedPeople } from './sealed-people.ts'
import { type BegunSession, newSession, type SessionRefusal } from './sessions.ts'

interface PasskeyDeps extends AccountKeyDeps, Pick<Deps, 'sessionKeys' | 'onMessageDue'> {
  readonly store: Store
  /** The address of the pages, which no request can change. */
  readonly siteUrl: () => string
  /** How long a session of an account lives unused, and at most, in milliseconds. */
  readonly sessionLimits: Pick<NewAccountSession, 'idleMs' | 'lastsMs'>
}

/** The address of the pages is none that browsers keep passkeys for. */
export type NoPasskeysHere = { readonly code: 'passkeys_unavailable' }

/** What a browser is asked to make a passkey with. */
export interface ToCreate extends PasskeySite {
  readonly challenge: string
  readonly accountId: AccountId
  readonly email: string
  /** Credential IDs of the passkeys that the account has already. */
  readonly known: readonly string[]
}

/** What a browser is asked to sign. */
export type ToSign = PasskeySite & Pick<ToCreate, 'challenge'>

/** A passkey with its name as it was given; null if the key of the account is lost. */
export type NamedPasskey = Omit<Passkey, 'name'> & { readonly name: string | null }

const unavailable = refuse<NoPasskeysHere>({ code: 'passkeys_unavailable' })
const notAccepted = refuse<PasskeyNotAccepted>({ code: 'passkey_not_accepted' })

/** The passkeys of accounts: adding, naming and removing them, and signing in with one. */
export class PasskeyDesk {
  readonly #deps: PasskeyDeps

  constructor(deps: PasskeyDeps) {
    this.#deps = { ...deps, store: withSealedPeople(deps) }
  }

  /** What a browser needs to make a passkey for the caller's account; they signed in a short while ago. */
  async beginAdding({
    id: accountId,
    sessionId,
  }: AccountCaller): Promise<Reply<ToCreate, NoPasskeysHere | SignInTooOld | SessionRefusal>> {
    const site = this.#site()
    if (!site) return unavailable
    const { store } = this.#deps
    const { account, session } = await store.readPeople({ accounts: [accountId], sessions: [sessionId] })
    const [owner] = account
    if (!owner || owner.email === null) return refuse(noAccount)
    if (!isRecentSignIn(session[0], store.now())) return refuse({ code: 'recent_sign_in_needed' })
    const challenge = this.#makeChallenge({ to: 'add', accountId, sessionId })
    const known = owner.passkeys.map(({ id }) => id)
    // A browser shows it; without the key of the account, it shows its number.
    const email = (await openAddress(this.#deps, owner.email)) ?? String(accountId)
    return accept({ ...site, challenge, accountId, email, known })
  }

  /** Adds the passkey that a browser has made. */
  async add(
    { id: accountId, sessionId }: AccountCaller,
    { name, credential }: { readonly name: string; readonly credential: CreatedCredential },
  ): Promise<
    Reply<NamedPasskey, NoPasskeysHere | PasskeyNotAccepted | SignInTooOld | TooManyPasskeys | SessionRefusal>
  > {
    const site = this.#site()
    if (!site) return unavailable
    const asked = this.#challengeFor({ to: 'add', accountId, sessionId })
    const checked = await checkCreated(credential, site, asked.isAnswered)
    if (!checked.ok) return checked
    const challenge = asked.answered()
    const messageId = await this.#messageId()
    const people = { accounts: [accountId], sessions: [sessionId] }
    const reply = await decideUnderKey(this.#deps, accountId, ({ seal, keyId, newKey }) => {
      const passkey = { ...checked.value, name: seal(name) }
      const command = { accountId, sessionId, messageId, passkey, challenge, keyId, newKey }
      return decidePeople(this.#deps.store, people, (view, now) => addPasskey(view, command, now))
    })
    if (reply.ok) this.#deps.onMessageDue?.()
    return named(reply, name)
  }

  /** The passkeys of an account, in the order in which they were added. */
  async list(accountId: AccountId): Promise<Reply<readonly NamedPasskey[], SessionRefusal>> {
    const account = await findAccount(this.#deps, accountId)
    if (!account) return refuse(noAccount)
    const open = await accountOpener(this.#deps, account)
    return accept(account.passkeys.map((one) => ({ ...one, name: open(one.name) })))
  }

  async rename(
    { id: accountId }: AccountCaller,
    isMeant: (passkey: Passkey) => boolean,
    name: string,
  ): Promise<Reply<NamedPasskey, PasskeyNotFound | SessionRefusal>> {
    const reply = await decideUnderKey(this.#deps, accountId, ({ seal, keyId, newKey }, account) => {
      const command = { accountId, passkeyId: idOf(account, isMeant), name: seal(name), keyId, newKey }
      return decidePeople(this.#deps.store, { accounts: [accountId] }, (view) => renamePasskey(view, command))
    })
    return named(reply, name)
  }

  async remove(
    { id: accountId, sessionId }: AccountCaller,
    isMeant: (passkey: Passkey) => boolean,
  ): Promise<Reply<null, PasskeyNotFound | SignInTooOld | SessionRefusal>> {
    const account = await findAccount(this.#deps, accountId)
    if (!account) return refuse(noAccount)
    const passkeyId = idOf(account, isMeant)
    const command = { accountId, sessionId, messageId: await this.#messageId(), passkeyId }
    const people = { accounts: [accountId], sessions: [sessionId] }
    const reply = await decidePeople(this.#deps.store, people, (view, now) =>
      removePasskey(view, command, now),
    )
    if (reply.ok) this.#deps.onMessageDue?.()
    if (reply.ok) return reply
    const { refusal } = reply
    return refuse(refusal.code === 'account_gone' ? noAccount : refusal)
  }

  /** What a browser needs to let somebody sign in with any passkey of this site. */
  beginSignIn(guestId: UserId | null): Reply<ToSign, NoPasskeysHere> {
    const site = this.#site()
    return site
      ? accept({ ...site, challenge: this.#makeChallenge({ to: 'sign_in', guestId }) })
      : unavailable
  }

  /**
   * Begins a session for who has a passkey; what the guest who asks holds and has booked is the account's
   * from now on.
   */
  async signIn(
    credential: SignedCredential,
    { guestId, replacedId }: Joining,
  ): Promise<Reply<BegunSession, NoPasskeysHere | PasskeyNotAccepted>> {
    const site = this.#site()
    if (!site) return unavailable
    const accountId = accountIdOf(credential.response.userHandle)
    const account = await findAccount(this.#deps, accountId)
    const passkey = account?.passkeys.find(({ id }) => id === credential.id)
    if (!passkey) return notAccepted
    const asked = this.#challengeFor({ to: 'sign_in', guestId })
    const checked = await checkSigned(credential, passkey, site, asked.isAnswered)
    if (!checked.ok) return checked
    const { token, session } = await newSession(this.#deps)
    const command = {
      ...{ accountId, passkey, ...checked.value, challenge: asked.answered(), guestId, replacedId },
      ...{ emptyIds: await emptyGuests(this.#deps.store, account) },
      session: { ...session, ...this.#deps.sessionLimits },
    }
    const people = { accounts: [accountId], sessions: replacedId === null ? [] : [replacedId] }
    const reply = await decidePeople(this.#deps.store, people, (view, now) =>
      signInWithPasskey(view, command, now),
    )
    return reply.ok ? accept({ token, session: reply.value }) : reply
  }

  #site(): PasskeySite | undefined {
    return passkeySite(this.#deps.siteUrl())
  }

  #makeChallenge(about: ChallengeFor): string {
    const { sessionKeys, store, randomBytes } = this.#deps
    return makeChallenge(sessionKeys(), about, { now: store.now(), random: randomBytes(16) })
  }

  /** Finds out which challenge was answered, while the answer is checked. */
  #challengeFor(about: ChallengeFor) {
    let found: PasskeyChallenge | undefined
    return {
      isAnswered: (text: string) => {
        found = checkChallenge(this.#deps.sessionKeys(), about, text, this.#deps.store.now())
        return found !== undefined
      },
      answered: () => {
        if (!found) throw new Error('an answer was accepted without its challenge')
        return found
      },
    }
  }

  async #messageId(): Promise<MessageId> {
    return (await this.#deps.store.nextId('message')) as MessageId
  }
}

/** What an authenticator stores with a passkey: the number of the account, which names nobody. */
export function userHandleOf(accountId: AccountId): string {
  return Buffer.from(String(accountId)).toString('base64url')
}

/** Zero, which is no account, if it cannot be one of ours. */
function accountIdOf(userHandle: string): AccountId {
  const text = Buffer.from(userHandle, 'base64url').toString()
  return (/^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0) as AccountId
}

function idOf({ passkeys }: Account, isMeant: (passkey: Passkey) => boolean): string {
  return passkeys.find(isMeant)?.id ?? ''
}

function named<R extends { readonly code: string }>(
  reply: Reply<Passkey, R>,
  name: string,
): Reply<NamedPasskey, R> {
  return reply.ok ? accept({ ...reply.value, name }) : reply
}
