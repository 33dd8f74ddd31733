import { WriteFailed } from './session.ts'

type Progress = (done: number, total: number) => void

/** A call of one of the methods of `Writer`, on its way to the thread of the writer. */
export interface Call {
  readonly id: number
  readonly method: CallMethod
  readonly args: readonly unknown[]
}

type CallMethod = 'write' | 'writeAll' | 'all' | 'run' | 'backup' | 'lookAtLog' | 'close'

export type Answer =
  | { readonly id: number; readonly progress: readonly [done: number, total: number] }
  | { readonly id: number; readonly value: unknown }
  | {
      readonly id: number
      readonly fault: {
        readonly message: string
        readonly outcome?: 'nothing' | 'unknown'
        readonly code?: string
      }
    }

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (fault: Error) => void
  readonly onProgress: Progress | undefined
}

/** Calls of the thread of the writer that wait for their answers. */
export class Calls {
  readonly #post: (call: Call) => void
  readonly #pending = new Map<number, Pending>()
  #nextId = 1

  constructor(post: (call: Call) => void) {
    this.#post = post
  }

  get isAnyPending(): boolean {
    return this.#pending.size > 0
  }

  call<T>(method: CallMethod, args: readonly unknown[], onProgress?: Progress): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const id = this.#nextId++
      // The thread answers each method with the type that its interface states.
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject, onProgress })
      this.#post({ id, method, args })
    })
  }

  take(answer: Answer): void {
    const pending = this.#pending.get(answer.id)
    if (!pending) return
    if ('progress' in answer) {
      pending.onProgress?.(...answer.progress)
      return
    }
    this.#pending.delete(answer.id)
    if ('value' in answer) pending.resolve(answer.value)
    else pending.reject(faultOf(answer.fault))
  }

  failAll(error: Error): void {
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}

function faultOf(fault: { message: string; outcome?: 'nothing' | 'unknown'; code?: string }): Error {
  return fault.outcome
    ? new WriteFailed(fault.outcome, fault.code ?? '', fault.message)
    : new Error(fault.message)
}
