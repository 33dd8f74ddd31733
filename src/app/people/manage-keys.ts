import type { ApiKeyId } from '../../domain/ids.ts'
import { actedByNobody } from '../../domain/records/audit.ts'
import type { ApiKey } from '../../domain/records/people.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { KeyDesk, NewKey } from './key-desk.ts'

/** What who sits at the machine asks about keys. */
export type KeyCall =
  | { readonly verb: 'list' }
  | ({ readonly verb: 'add' } & NewKey)
  | { readonly verb: 'revoke'; readonly id: number }

/** A key as a list shows one. */
export type ListedKey = Omit<ApiKey, 'tokenHash' | 'userId'>

/** The keys that a call was about, and the token of a new one. */
export interface KeysReply {
  readonly keys: readonly ListedKey[]
  readonly token: string | null
}

/** What is refused, by its code. */
export type KeyCallRefusal = { readonly code: string }

const byTheMachine = { ...actedByNobody, reason: 'on_the_machine' } as const

/** Does it, and returns the keys that it was about: all of them, or the one. */
export async function manageKeys(desk: KeyDesk, call: KeyCall): Promise<Reply<KeysReply, KeyCallRefusal>> {
  if (call.verb === 'list') return accept({ keys: (await desk.list()).map(listed), token: null })
  if (call.verb === 'add') {
    const { verb: _, ...wanted } = call
    const made = await desk.add(wanted, { by: byTheMachine, given: null })
    return made.ok ? accept({ keys: [listed(made.value.key)], token: made.value.token }) : made
  }
  const revoked = await desk.revoke(call.id as ApiKeyId, byTheMachine)
  return revoked.ok ? accept({ keys: [listed(revoked.value)], token: null }) : revoked
}

function listed({ tokenHash: _hash, userId: _user, ...key }: ApiKey): ListedKey {
  return key
}
