import assert from 'node:assert/strict'
import { openAddress } from '../app/sealed-address.ts'
import type { Message } from '../domain/records/message.ts'
import type { Answer, World } from './world.fixture.ts'

export const password = 'correct horse battery'

/** Sends all messages that wait; returns what went to an address, or to all, oldest first. */
export async function mailsTo({ store, deps }: World, email?: string): Promise<readonly Message[]> {
  const due = await store.outbox.lease(100)
  for (const one of due) await store.outbox.settle(one, { state: 'SENT', at: store.now() })
  const opened = due.map(async ({ message }) => ({
    ...message,
    recipient: message.recipient && (await openAddress(deps, message.recipient)),
  }))
  return (await Promise.all(opened)).filter(({ recipient }) => email === undefined || recipient === email)
}

/** The code in the last message that waits, for an address if one is given: those of bookings are sealed. */
export async function codeTo(world: World, email?: string): Promise<string | undefined> {
  return (await mailsTo(world, email)).at(-1)?.content?.code
}

/** A guest asks for an account, gets the code and enters it. */
export async function registerAs(world: World, guest: string, email: string): Promise<Answer> {
  const asked = await world.call('POST', '/api/accounts', { token: guest, body: { email, password } })
  assert.equal(asked.status, 202, asked.text)
  const body = { code: await codeTo(world, email) }
  return world.call('POST', '/api/accounts/verifications', { token: guest, body })
}

/** The token of a session of this account, which is made if there is none. */
export async function accountToken(world: World, email: string): Promise<string> {
  const body = { email, password }
  const begun = await world.call('POST', '/api/account/sessions', { body })
  if (begun.status === 201) return String(begun.body.token)
  const made = await registerAs(world, await world.guest(), email)
  assert.equal(made.status, 201, made.text)
  return String(made.body.token)
}
