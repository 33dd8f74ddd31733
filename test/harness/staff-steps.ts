import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { good } from './client.ts'
import type { EachNode } from './each-node.ts'

interface Steps extends Pick<EachNode, 'ask' | 'askAll'> {
  readonly email: string
  readonly password: string
  /** The session of this member of staff. */
  readonly token: string
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app shows for this secret (RFC 6238), now or some steps of 30 seconds later. */
export function shownBy(secret: string, later = 0): string {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const digest = createHmac('sha1', key).update(counter).digest()
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** Adds somebody at one node and manages them at others; every node knows at once who is no longer in. */
export async function useStaff({ ask, askAll, token }: Omit<Steps, 'email' | 'password'>): Promise<void> {
  const [email, password, reason] = ['ben@example.org', 'a password of some length', 'new_duties']
  const body = { name: 'Ben Roth', email, password, roles: ['sales'], reason }
  const added = good(await ask<{ staff_id: string }>('addStaff', { token, body }), 201)
  const asked = { token, path: { staff_id: added.staff_id } }
  for (const listed of await askAll<{ staff: readonly object[] }>('listStaff', { token }))
    assert.deepEqual(good(listed, 200).staff.at(-1), added)
  for (const signedIn of await askAll('staffSignIn', { body: { email, password } })) good(signedIn, 201)
  const sessions = async () =>
    (await askAll<{ sessions: readonly object[] }>('listSessionsOfStaff', asked)).map(
      (answer) => good(answer, 200).sessions.length,
    )
  assert.ok((await sessions()).every((count) => count > 0))
  assert.equal((await ask('endSessionsOfStaff', { ...asked, body: { reason } })).status, 204)
  assert.ok((await sessions()).every((count) => count === 0))
  good(await ask('changeStaffRoles', { ...asked, body: { roles: ['inspector'], reason } }), 200)
  const next = { ...asked, body: { password: `${password} 2`, reason } }
  assert.equal((await ask('resetStaffPassword', next)).status, 204)
  for (const refused of await askAll('staffSignIn', { body: { email, password } }))
    assert.equal(refused.problem.code, 'sign_in_refused', refused.text)
  good(await ask('changeStaffState', { ...asked, body: { state: 'DISABLED', reason } }), 200)
}

/** Sets up a second factor, signs in with it at every node, and removes it; each step at another node. */
export async function useSecondFactor({ ask, askAll, email, password, token }: Steps): Promise<void> {
  const started = await ask<{ secret: string }>('startFactor', { token, body: { password } })
  const { secret } = good(started, 201)
  const confirmed = await ask<{ recovery_codes: readonly string[] }>('confirmFactor', {
    ...{ token, body: { code: shownBy(secret) } },
  })
  const [first = '', ...recovery] = good(confirmed, 201).recovery_codes
  for (const refused of await askAll('staffSignIn', { body: { email, password } }))
    assert.equal(refused.problem.code, 'second_factor_needed', refused.text)
  good(await ask('staffSignIn', { body: { email, password, code: shownBy(secret, 1) } }), 201)
  const code = recovery[0] ?? ''
  good(await ask('staffSignIn', { body: { email, password, code } }), 201)
  for (const again of await askAll('staffSignIn', { body: { email, password, code } }))
    assert.equal(again.problem.code, 'second_factor_refused', again.text)
  assert.equal((await ask('removeFactor', { token, body: { code: first } })).status, 204)
  good(await ask('staffSignIn', { body: { email, password } }), 201)
}
