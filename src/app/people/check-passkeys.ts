import type { PasskeyNotAccepted } from '../../domain/people/passkeys.ts'
import type { Passkey } from '../../domain/records/people.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { PasskeySite } from './passkey-site.ts'

/** What an authenticator answers when a passkey is made; binary members in base64url. */
export interface CreatedCredential {
  readonly id: string
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string }
}

/** What an authenticator answers when a passkey signs. */
export interface SignedCredential {
  readonly id: string
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
    /** Which account it is for, as it was told when it was made. */
    readonly userHandle: string
  }
}

/** COSE algorithms: ES256, which every authenticator has, EdDSA and RS256. */
export const algorithms = [-7, -8, -257]

type Checked<T> = Reply<T, PasskeyNotAccepted>

const notAccepted = refuse<PasskeyNotAccepted>({ code: 'passkey_not_accepted' })
const common = { type: 'public-key', clientExtensionResults: {} } as const

/** A new passkey, if the answer is to our challenge, from our site, and its owner was verified. */
export async function checkCreated(
  { id, response }: CreatedCredential,
  { origin, rpId }: PasskeySite,
  isChallenge: (challenge: string) => boolean,
): Promise<Checked<Pick<Passkey, 'id' | 'publicKey' | 'signCount' | 'isSynced'>>> {
  const { verifyRegistrationResponse } = await library()
  const verified = await ifItFits(() =>
    verifyRegistrationResponse({
      response: { ...common, id, rawId: id, response: { ...response } },
      expectedChallenge: (text) => isChallenge(plain(text)),
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  )
  if (!verified?.verified) return notAccepted
  const { credential, credentialBackedUp: isSynced } = verified.registrationInfo
  const publicKey = Buffer.from(credential.publicKey).toString('base64url')
  return accept({ id: credential.id, publicKey, signCount: credential.counter, isSynced })
}

/** How often a passkey has signed, and where it is, if its answer fits as `checkCreated` says. */
export async function checkSigned(
  { id, response }: SignedCredential,
  passkey: Passkey,
  { origin, rpId }: PasskeySite,
  isChallenge: (challenge: string) => boolean,
): Promise<Checked<Pick<Passkey, 'signCount' | 'isSynced'>>> {
  const { verifyAuthenticationResponse } = await library()
  const verified = await ifItFits(() =>
    verifyAuthenticationResponse({
      response: { ...common, id, rawId: id, response: { ...response } },
      expectedChallenge: (text) => isChallenge(plain(text)),
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        // Whether the count has grown is decided with the account at hand.
        counter: 0,
      },
    }),
  )
  if (!verified?.verified) return notAccepted
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  return accept({ signCount: newCounter, isSynced: credentialBackedUp })
}

/** Loaded when somebody first uses a passkey: it is large, and most never do. */
function library() {
  return import('@simplewebauthn/server')
}

/** Authenticators sign challenges as base64url. */
function plain(challenge: string): string {
  return Buffer.from(challenge, 'base64url').toString()
}

/** The library throws for everything that does not fit, and the answer came from outside. */
async function ifItFits<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check()
  } catch {
    return undefined
  }
}
