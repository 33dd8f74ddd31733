import type { LargeRequest } from './largest-requests.ts'
import type { Make } from './staff-requests.ts'

/**
 * What a guest can send to the operations of accounts: where somebody has to have signed in, the gate refuses
 * before it reads the body.
 */
export function accountRequests({ get, post, delete: remove, filled }: Make): readonly LargeRequest[] {
  const one = (
    operation: string,
    what: string,
    status: number,
    make: LargeRequest['make'],
  ): LargeRequest => ({ ...{ operation, what, status, make } })
  const small = 'a body of small members'
  const nobody = 'from a guest'
  const [accounts, sessions] = ['/api/accounts', '/api/account/sessions']
  const person = { email: 'ada@example.org', password: 'a password of some length' }
  const response = { clientDataJSON: 'a', authenticatorData: 'a', signature: 'a', userHandle: 'a' }
  const credential = { id: 'a', type: 'public-key', response }
  const changed = { password: 'x', new_password: person.password }
  return [
    one('registerAccount', small, 202, () => post(accounts, filled(person))),
    one('verifyAccount', small, 422, () =>
      post(`${accounts}/verifications`, filled({ code: '0'.repeat(64) })),
    ),
    one('sendResetCode', small, 202, () => post(`${accounts}/reset_codes`, filled({ email: person.email }))),
    one('resetAccountPassword', small, 422, () =>
      post(`${accounts}/passwords`, filled({ code: '0123456789', new_password: person.password })),
    ),
    one('accountSignIn', small, 401, () => post(sessions, filled(person))),
    one('changeAccountPassword', `a body ${nobody}`, 401, () =>
      post('/api/account/password', filled(changed)),
    ),
    one('showPersonalData', nobody, 401, () => get('/api/account/personal_data')),
    one('erasePersonalData', `a body ${nobody}`, 401, () =>
      post('/api/account/personal_data/erasures', filled({ password: 'x' })),
    ),
    one('deleteAccount', `a body ${nobody}`, 401, () =>
      post('/api/account/deletions', filled({ password: 'x' })),
    ),
    one('sendEmailCode', `a body ${nobody}`, 401, () => post('/api/account/email_codes', filled(person))),
    one('changeEmail', `a body ${nobody}`, 401, () =>
      post('/api/account/email', filled({ code: '0123456789' })),
    ),
    one('beginPasskeySignIn', 'no body', 201, () => post('/api/account/passkey_sessions/challenges', '')),
    one('passkeySignIn', small, 422, () => post('/api/account/passkey_sessions', filled({ credential }))),
    one('listPasskeys', nobody, 401, () => get('/api/account/passkeys')),
    one('beginPasskey', nobody, 401, () => post('/api/account/passkey_challenges', '')),
    one('addPasskey', `a body ${nobody}`, 401, () => post('/api/account/passkeys', filled({ credential }))),
    one('renamePasskey', `a body ${nobody}`, 401, () => post('/api/account/passkeys/x', filled({}))),
    one('removePasskey', nobody, 401, () => remove('/api/account/passkeys/x')),
    one('replaceSavedPassengers', `a body ${nobody}`, 401, () =>
      post('/api/account/passengers', filled({ passengers: [] })),
    ),
    one('listSavedPassengers', nobody, 401, () => get('/api/account/passengers')),
    one('showAccount', nobody, 401, () => get('/api/account')),
    one('listAccountSessions', nobody, 401, () => get(sessions)),
    one('accountSignOut', nobody, 401, () => remove(`${sessions}/current`)),
    one('accountSignOutEverywhere', nobody, 401, () => remove(sessions)),
  ]
}
