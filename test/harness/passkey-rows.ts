import { Authenticator } from '../../src/http/passkey.fixture.ts'
import { site } from './account-steps.ts'
import { good } from './client.ts'
import type { Asked, EachNode } from './each-node.ts'

/** A request of which copies meet. */
export interface Row {
  /** Everything before the request; then what all copies ask. */
  request(): Promise<Asked> | Asked
  /** The entries of the audit that the request leaves: exactly one of them, from all copies together. */
  readonly leaves: string
}

type ToCreate = Parameters<Authenticator['create']>[0]
type ToSign = Parameters<Authenticator['get']>[0]

interface Using extends Pick<EachNode, 'ask'> {
  /** Makes an account. */
  account(): Promise<{ readonly token: string }>
}

/** The requests about passkeys that change something. */
export function passkeyRows({ ask, account }: Using): Readonly<Record<string, Row>> {
  async function newPasskey() {
    const { token } = await account()
    const toCreate = good(await ask<ToCreate>('beginPasskey', { token }), 201)
    return { token, authenticator: new Authenticator(site), toCreate }
  }

  async function passkey() {
    const { token, authenticator, toCreate } = await newPasskey()
    const body = { name: 'Phone', credential: authenticator.create(toCreate) }
    const { passkey_id } = good(await ask<{ passkey_id: string }>('addPasskey', { token, body }), 201)
    return { token, authenticator, path: { passkey_id } }
  }
  return {
    addPasskey: {
      request: async () => {
        const { token, authenticator, toCreate } = await newPasskey()
        return { token, body: { name: 'Phone', credential: authenticator.create(toCreate) } }
      },
      leaves: 'passkey_added',
    },
    removePasskey: {
      request: async () => {
        const { token, path } = await passkey()
        return { token, path }
      },
      leaves: 'passkey_removed',
    },
    passkeySignIn: {
      request: async () => {
        const { authenticator } = await passkey()
        return { body: { credential: authenticator.get(good(await ask<ToSign>('beginPasskeySignIn'), 201)) } }
      },
      leaves: 'signed_in',
    },
  }
}
