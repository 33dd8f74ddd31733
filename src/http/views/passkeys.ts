import { algorithms } from '../../app/people/check-passkeys.ts'
import { challengeMs } from '../../app/people/passkey-challenges.ts'
import { type NamedPasskey, type ToCreate, type ToSign, userHandleOf } from '../../app/people/passkey-desk.ts'
import { hashOfToken } from '../../app/tokens.ts'
import type { Passkey } from '../../domain/records/people.ts'
import { utcTime } from './local-time.ts'

const site = 'Holdfast'

/** Credential IDs may have a thousand characters, so addresses have a digest of them. */
function passkeyIdOnWire({ id }: Pick<Passkey, 'id'>): string {
  return hashOfToken(id).slice(0, 22)
}

/** Whether a passkey is the one that an address names. */
export function isPasskeyWithId(passkeyId: string): (passkey: Passkey) => boolean {
  return (passkey) => passkeyIdOnWire(passkey) === passkeyId
}

export function passkeyOnWire(passkey: NamedPasskey) {
  const { name, isSynced, createdAt, lastUsedAt } = passkey
  return {
    ...{ passkey_id: passkeyIdOnWire(passkey), name, is_synced: isSynced, created_at: utcTime(createdAt) },
    last_used_at: lastUsedAt === null ? null : utcTime(lastUsedAt),
  }
}

/** The options of `navigator.credentials.create`; members are those of WebAuthn Level 3, section 5.4. */
export function creationOptions({ rpId, challenge, accountId, email, known }: ToCreate) {
  return {
    rp: { id: rpId, name: site },
    user: { id: userHandleOf(accountId), name: email, displayName: email },
    challenge: base64url(challenge),
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: challengeMs,
    excludeCredentials: known.map((id) => ({ type: 'public-key', id })),
    // One signs in without saying who one is, so the authenticator has to know, and to know its owner.
    authenticatorSelection: {
      ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    },
    attestation: 'none',
  }
}

/** The options of `navigator.credentials.get`, section 5.5: any passkey of this site. */
export function requestOptions({ rpId, challenge }: ToSign) {
  return {
    ...{ rpId, challenge: base64url(challenge), timeout: challengeMs },
    ...{ allowCredentials: [], userVerification: 'required' },
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
