import assert from 'node:assert/strict'
import { Authenticator } from '../../src/http/passkey.fixture.ts'
import { good } from './client.ts'
import type { EachNode } from './each-node.ts'
import type { BookingBody } from './wire.ts'

interface Steps extends Pick<EachNode, 'ask' | 'askAll'> {
  /** Of a guest. */
  readonly token: string
  /** Waits until no node knows a session. */
  isUnknown(token: string): Promise<unknown>
  /** The code in the mail with this number among those that have one, from 0. */
  codeOf(index: number): Promise<string>
}

interface Begun {
  readonly token: string
}

/** The address of the pages, whichever server answers: passkeys belong to it. */
export const site = 'https://trains.example.org'

type ToCreate = Parameters<Authenticator['create']>[0]
type ToSign = Parameters<Authenticator['get']>[0]

const [email, password] = ['eve@example.org', 'a password of some length']

/** A guest with one booking makes an account, and uses everything that it has; each step at another node. */
export async function useAccount(steps: Steps, bookingId: string): Promise<void> {
  const { ask, askAll, token, isUnknown, codeOf } = steps
  good(await ask('registerAccount', { token, body: { email, password } }), 202)
  const made = await ask<Begun>('verifyAccount', { token, body: { code: await codeOf(0) } })
  const begun = [good(made, 201).token]
  for (const one of await askAll<Begun>('accountSignIn', { body: { email, password } }))
    begun.push(good(one, 201).token)
  for (const one of begun)
    for (const listed of await askAll<{ bookings: readonly BookingBody[] }>('listBookings', { token: one }))
      assert.deepEqual(
        good(listed, 200).bookings.map((booking) => booking.booking_id),
        [bookingId],
      )
  const [first = '', second = ''] = begun
  for (const listed of await askAll<{ sessions: object[] }>('listAccountSessions', { token: first }))
    assert.equal(good(listed, 200).sessions.length, begun.length)
  assert.equal((await ask('accountSignOut', { token: second })).status, 204)
  await isUnknown(second)
  good(await ask('sendResetCode', { token, body: { email } }), 202)
  const reset = { code: await codeOf(1), new_password: password }
  const fresh = good(await ask<Begun>('resetAccountPassword', { token, body: reset }), 201).token
  await isUnknown(first)
  const body = { password, new_password: 'another horse battery' }
  const last = good(await ask<Begun>('changeAccountPassword', { token: fresh, body }), 201).token
  for (const shown of await askAll<{ email: string }>('showAccount', { token: last }))
    assert.equal(good(shown, 200).email, email)
  await savePassengers(steps, last)
  await usePasskey(steps, last)
  assert.equal((await ask('accountSignOutEverywhere', { token: last })).status, 204)
  await isUnknown(last)
  const old = { email, password: body.new_password }
  const again = good(await ask<Begun>('accountSignIn', { body: old }), 201).token
  const entered = { ...old, email: 'eva@example.org' }
  good(await ask('sendEmailCode', { token: again, body: entered }), 202)
  const moved = await ask<{ email: string }>('changeEmail', { token: again, body: { code: await codeOf(2) } })
  assert.equal(good(moved, 200).email, entered.email)
  for (const other of await askAll('accountSignIn', { body: old })) assert.equal(other.status, 401)
  for (const kept of await askAll<{ bookings: readonly object[] }>('showPersonalData', { token: again }))
    assert.equal(good(kept, 200).bookings.length, 1)
  for (const one of await askAll<{ kept: readonly string[] }>('erasePersonalData', {
    ...{ token: again, body: { password: entered.password } },
  }))
    assert.deepEqual(good(one, 200).kept, [bookingId])
  assert.equal((await ask('deleteAccount', { token: again, body: entered })).status, 204)
  await isUnknown(again)
  assert.equal((await ask('accountSignIn', { body: entered })).status, 401)
}

/** Passengers that are saved at one node are there at each. */
async function savePassengers({ ask, askAll }: Steps, token: string): Promise<void> {
  const passengers = [
    { passenger_name: 'Eve', birth_year: 1990, passenger_gender: 'F', preferences: { position: 'aisle' } },
  ]
  good(await ask('replaceSavedPassengers', { token, body: { passengers } }), 200)
  for (const listed of await askAll<object>('listSavedPassengers', { token }))
    assert.deepEqual(good(listed, 200), { passengers })
}

/** A passkey that was added at one node signs in at another one. */
async function usePasskey({ ask, askAll, isUnknown }: Steps, token: string): Promise<void> {
  const authenticator = new Authenticator(site)
  const toCreate = good(await ask<ToCreate>('beginPasskey', { token }), 201)
  const made = { name: 'Phone', credential: authenticator.create(toCreate) }
  const { passkey_id } = good(await ask<{ passkey_id: string }>('addPasskey', { token, body: made }), 201)
  const path = { passkey_id }
  good(await ask('renamePasskey', { token, path, body: { name: 'Ring' } }), 200)
  for (const listed of await askAll<{ passkeys: { name: string }[] }>('listPasskeys', { token }))
    assert.deepEqual(
      good(listed, 200).passkeys.map(({ name }) => name),
      ['Ring'],
    )
  const toSign = good(await ask<ToSign>('beginPasskeySignIn'), 201)
  const signed = { credential: authenticator.get(toSign) }
  const begun = good(await ask<Begun>('passkeySignIn', { body: signed }), 201).token
  for (const again of await askAll('passkeySignIn', { body: signed })) assert.equal(again.status, 422)
  assert.equal((await ask('removePasskey', { token: begun, path })).status, 204)
  assert.equal((await ask('accountSignOut', { token: begun })).status, 204)
  await isUnknown(begun)
}
