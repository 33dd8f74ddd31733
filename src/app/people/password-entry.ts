import type { SignInRefused } from '../../domain/people/sessions.ts'
import { emailForm } from '../../domain/records/contact.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import { type Address, SignInAttempts } from './attempts.ts'
import { wordsOf } from './guessable.ts'
import { type Passwords, PasswordsBusy } from './passwords.ts'

/** Somebody has tried too often, or too many try at once. */
export type TooOften = { readonly code: 'rate_limited' | 'overloaded'; readonly retryAfterMs: number }

/** Why a new password is not taken. */
export type NewPasswordRefusal = TooOften | { readonly code: 'password_too_common' }

/** Who enters a password, as typed, and from where. */
export interface Attempt {
  readonly email: string
  readonly password: string
  readonly address: Address
}

/** Whoever has a password. */
interface WithPassword {
  readonly passwordHash: string | null
}

interface EntryDeps {
  readonly passwords: Passwords
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number
}

export function tooOften(waitMs: number): TooOften {
  return { code: 'rate_limited', retryAfterMs: Math.ceil(waitMs) }
}

const busy: TooOften = { code: 'overloaded', retryAfterMs: 1_000 }

/** Compares the passwords that people enter, and slows down who guesses. */
export class PasswordEntry {
  readonly #deps: EntryDeps
  readonly #attempts = new SignInAttempts()

  constructor(deps: EntryDeps) {
    this.#deps = deps
  }

  /**
   * Whoever `find` gives for the folded address, if the password is theirs. It takes as long if there is
   * nobody, and is answered alike.
   */
  async verify<Who extends WithPassword>(
    attempt: Attempt,
    find: (account: string) => Promise<Who | undefined>,
  ): Promise<Reply<Who, SignInRefused | TooOften>> {
    const found = await this.check(attempt, find)
    if (found.ok) this.succeeded(attempt)
    return found
  }

  /** As `verify`, where more than the password is asked for: it is a failure until `succeeded` is called. */
  async check<Who extends WithPassword>(
    { email, password, address }: Attempt,
    find: (account: string) => Promise<Who | undefined>,
  ): Promise<Reply<Who, SignInRefused | TooOften>> {
    // Before anything is read: a flood of sign-ins costs no look at the database.
    if (this.#deps.passwords.isBusy()) return refuse(busy)
    const account = emailForm(email)
    const waitMs = this.#attempts.begin(account, address, this.#deps.monotonicMs())
    if (waitMs > 0) return refuse(tooOften(waitMs))
    const who = await find(account)
    const isRight = await ifNotBusy(this.#deps.passwords.verify(who?.passwordHash ?? undefined, password))
    if (!isRight.ok) return isRight
    if (!who || !isRight.value) return refuse({ code: 'sign_in_refused' })
    return accept(who)
  }

  succeeded({ email, address }: Pick<Attempt, 'email' | 'address'>): void {
    this.#attempts.succeeded(emailForm(email), address)
  }

  /** The text to store of a new password, unless it is easily guessed by who knows these words, too. */
  async hash(password: string, words: readonly string[]): Promise<Reply<string, NewPasswordRefusal>> {
    const { passwords } = this.#deps
    const isGuessable = await ifNotBusy(passwords.isGuessable({ password, words: wordsOf(...words) }))
    if (!isGuessable.ok) return isGuessable
    return isGuessable.value ? refuse({ code: 'password_too_common' }) : ifNotBusy(passwords.hash(password))
  }
}

async function ifNotBusy<T>(work: Promise<T>): Promise<Reply<T, TooOften>> {
  try {
    return accept(await work)
  } catch (fault) {
    if (fault instanceof PasswordsBusy) return refuse(busy)
    throw fault
  }
}
