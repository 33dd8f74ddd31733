import type { Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'

/** Lines of a minute; a flood of further ones is counted, so that it fills no disk. */
const mostAMinute = 10

interface RefusedDeps {
  readonly log?: Pick<Deps['log'], 'warn'>
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number
}

/**
 * Tells the log of sign-ins that were refused, without who it was or from where: the railway sees that
 * somebody guesses, and the log names nobody.
 */
export class RefusedSignIns {
  readonly #deps: RefusedDeps
  readonly #whose: 'staff' | 'account'
  #minute = -1
  #told = 0
  /** Those that had no line, since the last line. */
  #untold = 0

  constructor(deps: RefusedDeps, whose: 'staff' | 'account') {
    this.#deps = deps
    this.#whose = whose
  }

  /** The same reply, once the log has it. */
  noted<T, R extends { readonly code: string }>(reply: Reply<T, R>): Reply<T, R> {
    // The password was right, and the code comes with the next request.
    if (!reply.ok && reply.refusal.code !== 'second_factor_needed') this.#note(reply.refusal.code)
    return reply
  }

  #note(code: string): void {
    const minute = Math.floor(this.#deps.monotonicMs() / 60_000)
    if (minute !== this.#minute) this.#told = 0
    this.#minute = minute
    if (this.#told >= mostAMinute) {
      this.#untold++
      return
    }
    this.#told++
    this.#deps.log?.warn({ whose: this.#whose, code, untold: this.#untold }, 'a sign-in was refused')
    this.#untold = 0
  }
}
