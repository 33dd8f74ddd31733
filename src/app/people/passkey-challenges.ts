import { createHmac } from 'node:crypto'
import type { AccountId, SessionId, UserId } from '../../domain/ids.ts'
import { after, type Instant } from '../../domain/instant.ts'
import { type Keyring, readableKeys, signingKey } from '../../domain/people/keyring.ts'
import type { PasskeyChallenge } from '../../domain/records/people.ts'
import { tokensEqual } from '../tokens.ts'

/** How long somebody may take to touch a key, or to unlock a device. */
export const challengeMs = 5 * 60_000

/** What a challenge is good for; for anything else it is as good as forged. */
export type ChallengeFor =
  | { readonly to: 'add'; readonly accountId: AccountId; readonly sessionId: SessionId }
  /** Null for somebody without a session. */
  | { readonly to: 'sign_in'; readonly guestId: UserId | null }

const form = /^([A-Za-z0-9_-]{22})\.(\d{1,16})\.([A-Za-z0-9_-]{43})$/

/**
 * A challenge that costs nothing to make, since it is signed and not stored. The random bytes are 16,
 * which is what WebAuthn Level 3, section 13.4.3, asks for.
 */
export function makeChallenge(
  keyring: Keyring,
  about: ChallengeFor,
  { now, random }: { readonly now: Instant; readonly random: Uint8Array },
): string {
  const challenge = {
    id: Buffer.from(random).toString('base64url'),
    expiresAt: after(now, challengeMs),
  }
  return `${challenge.id}.${challenge.expiresAt}.${sign(signingKey(keyring, now).secret, challenge, about)}`
}

/** The challenge that a passkey has signed; undefined if it is not ours, for something else, or too old. */
export function checkChallenge(
  keyring: Keyring,
  about: ChallengeFor,
  text: string,
  now: Instant,
): PasskeyChallenge | undefined {
  const [, id = '', expiry = '', signature = ''] = form.exec(text) ?? []
  const challenge = { id, expiresAt: Number(expiry) as Instant }
  const isOurs = readableKeys(keyring, now).some(({ secret }) =>
    tokensEqual(signature, sign(secret, challenge, about)),
  )
  return isOurs && now < challenge.expiresAt ? challenge : undefined
}

function sign(secret: string, { id, expiresAt }: PasskeyChallenge, about: ChallengeFor): string {
  const key = createHmac('sha256', Buffer.from(secret, 'base64url')).update('challenges of passkeys').digest()
  const whose = about.to === 'add' ? `${about.accountId}.${about.sessionId}` : about.guestId
  return createHmac('sha256', key).update(`${about.to}.${whose}.${id}.${expiresAt}`).digest('base64url')
}
