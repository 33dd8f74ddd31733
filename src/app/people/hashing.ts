import { argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import { sideThread } from '../side-thread.ts'

export type Argon2Parameters = Parameters<typeof argon2>[1]

/** The bytes of an argon2id hash. */
export type HashPassword = (parameters: Argon2Parameters) => Promise<Uint8Array>

const argon2Async = promisify(argon2)

/** Hashes in the threads that Node has for such work, at the priority of everything else. */
export const hashBeside: HashPassword = (parameters) => argon2Async('argon2id', parameters)

/** Hashes in a thread of its own, so that a flood of sign-ins does not slow the sale. */
export function hashingThread(): HashPassword {
  return sideThread(new URL('./hashing-thread.ts', import.meta.url))
}
