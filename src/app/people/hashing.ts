import { argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'

type Argon2Parameters = Parameters<typeof argon2>[1]

/** The bytes of an argon2id hash. */
export type HashPassword = (parameters: Argon2Parameters) => Promise<Uint8Array>

/** What the thread is told. */
export interface HashOrder {
  readonly id: number
  readonly parameters: Argon2Parameters
}

export interface HashAnswer {
  readonly id: number
  readonly hash: Uint8Array
}

const argon2Async = promisify(argon2)

/** Hashes in the threads that Node has for such work, at the priority of everything else. */
export const hashBeside: HashPassword = (parameters) => argon2Async('argon2id', parameters)

/**
 * Hashes in a thread of its own, which starts with the first password and gives way to everything else: a
 * flood of sign-ins takes only the processor time that nobody wants. It does not keep the process alive.
 */
export function hashingThread(): HashPassword {
  const waiting = new Map<number, PromiseWithResolvers<Uint8Array>>()
  let worker: Worker | undefined
  let count = 0
  const start = () => {
    const started = new Worker(new URL('./hashing-thread.ts', import.meta.url))
    started.on('message', ({ id, hash }: HashAnswer) => {
      waiting.get(id)?.resolve(hash)
      waiting.delete(id)
      if (waiting.size === 0) started.unref()
    })
    started.on('error', (fault) => {
      for (const one of waiting.values()) one.reject(fault)
      waiting.clear()
      worker = undefined
    })
    started.unref()
    return started
  }
  return (parameters) => {
    worker ??= start()
    worker.ref()
    const answer = Promise.withResolvers<Uint8Array>()
    const order: HashOrder = { id: ++count, parameters }
    waiting.set(order.id, answer)
    worker.postMessage(order)
    return answer.promise
  }
}
