import type { AccountSession, Passkey, PasskeyCreation, PasskeyRequest, Passkeys } from '../api-types.ts'
import { renewed } from './account-operations.ts'
import { type ApiReply, send } from './client.ts'
import { sendAsGuest } from './session.ts'

/** The browser made or found no passkey: nobody answered it, or it was sent away. */
export type PasskeyReply<T> = ApiReply<T> | { readonly ok: false; readonly isCanceled: true }

const path = '/api/account/passkeys'
const canceled = { ok: false, isCanceled: true } as const

/** Whether this browser can use passkeys here: it does so for domain names alone, and not for addresses. */
export function hasPasskeys(): boolean {
  const isAddress = /^[\d.]+$|^\[/.test(location.hostname)
  return (
    'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential && !isAddress
  )
}

export const listPasskeys = () => send<Passkeys>({ path })

export const removePasskey = (id: string) => send<null>({ method: 'DELETE', path: `${path}/${id}` })

/** Has the browser make a passkey, and adds it to the account. */
export async function addPasskey(name: string): Promise<PasskeyReply<Passkey>> {
  const begun = await send<PasskeyCreation>({ method: 'POST', path: '/api/account/passkey_challenges' })
  if (!begun.ok) return begun
  const options = begun.value.public_key as unknown as PublicKeyCredentialCreationOptionsJSON
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const credential = await asked(() => navigator.credentials.create({ publicKey }))
  return credential ? send<Passkey>({ method: 'POST', path, body: { name, credential } }) : canceled
}

/** Has the browser find a passkey of this site, and signs in with it. */
export async function signInWithPasskey(): Promise<PasskeyReply<AccountSession>> {
  const at = '/api/account/passkey_sessions'
  const begun = await sendAsGuest<PasskeyRequest>({ method: 'POST', path: `${at}/challenges` })
  if (!begun.ok) return begun
  const options = begun.value.public_key as unknown as PublicKeyCredentialRequestOptionsJSON
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const credential = await asked(() => navigator.credentials.get({ publicKey }))
  if (!credential) return canceled
  return renewed(send<AccountSession>({ method: 'POST', path: at, body: { credential } }))
}

/** As the server reads it; null if the passenger or the browser has declined. */
async function asked(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask()
    return credential instanceof PublicKeyCredential ? credential.toJSON() : null
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}
