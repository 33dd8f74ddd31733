import type {
  Account,
  AccountSession,
  AccountSessions,
  AccountSignInBody,
  ChangeAccountPasswordBody,
  CodeSent,
  ErasedPersonalData,
  RegisterAccountBody,
  ResetAccountPasswordBody,
  SavedPassenger,
  SavedPassengers,
  SendEmailCodeBody,
  SendResetCodeBody,
} from '../api-types.ts'
import { noteAccount } from '../lib/known-account.ts'
import { type ApiReply, send } from './client.ts'
import { renewSession, sendAsGuest } from './session.ts'

/** The account of this browser's session; nobody is made a guest by asking. */
export async function showAccount(): Promise<ApiReply<Account>> {
  const reply = await send<Account>({ path: '/api/account' })
  if (reply.ok || reply.refusal.code === 'unauthenticated') noteAccount(reply.ok)
  return reply
}

export const listSavedPassengers = () => send<SavedPassengers>({ path: '/api/account/passengers' })

export const savePassengers = (passengers: readonly SavedPassenger[]) =>
  send<SavedPassengers>({ method: 'POST', path: '/api/account/passengers', body: { passengers } })

export const listAccountSessions = () => send<AccountSessions>({ path: '/api/account/sessions' })

export const registerAccount = (body: RegisterAccountBody) =>
  sendAsGuest<CodeSent>({ method: 'POST', path: '/api/accounts', body })

export const sendResetCode = (body: SendResetCodeBody) =>
  sendAsGuest<CodeSent>({ method: 'POST', path: '/api/accounts/reset_codes', body })

export const verifyAccount = (code: string) =>
  renewed(
    sendAsGuest<AccountSession>({ method: 'POST', path: '/api/accounts/verifications', body: { code } }),
  )

export const resetAccountPassword = (body: ResetAccountPasswordBody) =>
  renewed(sendAsGuest<AccountSession>({ method: 'POST', path: '/api/accounts/passwords', body }))

export const signIn = (body: AccountSignInBody) =>
  renewed(send<AccountSession>({ method: 'POST', path: '/api/account/sessions', body }))

export const changeAccountPassword = (body: ChangeAccountPasswordBody) =>
  renewed(send<AccountSession>({ method: 'POST', path: '/api/account/password', body }))

export const signOut = () => renewed(send<null>({ method: 'DELETE', path: '/api/account/sessions/current' }))

export const signOutEverywhere = () =>
  renewed(send<null>({ method: 'DELETE', path: '/api/account/sessions' }))

export const sendEmailCode = (body: SendEmailCodeBody) =>
  send<CodeSent>({ method: 'POST', path: '/api/account/email_codes', body })

export const changeEmail = (code: string) =>
  send<Account>({ method: 'POST', path: '/api/account/email', body: { code } })

/** A file of everything personal that is stored, for whoever has signed in. */
export const personalDataPath = '/api/account/personal_data'

export const erasePersonalData = (password: string) =>
  send<ErasedPersonalData>({ method: 'POST', path: `${personalDataPath}/erasures`, body: { password } })

export const deleteAccount = (password: string) =>
  renewed(send<null>({ method: 'POST', path: '/api/account/deletions', body: { password } }))

/** The answer has brought another cookie, or taken it away. */
export async function renewed<T>(reply: Promise<ApiReply<T>>): Promise<ApiReply<T>> {
  const settled = await reply
  if (settled.ok) renewSession()
  return settled
}
