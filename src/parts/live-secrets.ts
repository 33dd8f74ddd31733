import type { Log } from '../app/deps.ts'
import { keyringText } from '../domain/people/keyring.ts'
import { type Secrets, secretNames } from '../domain/people/secrets.ts'

/**
 * How often a server checks if its secrets have rotated. It reads a new secret long before that secret signs.
 */
const lookEveryMs = 10_000

/** The secrets of a running server, which an operator may change meanwhile. */
export class LiveSecrets {
  #current: Secrets
  readonly #read: () => Promise<Secrets>
  readonly #log: Log

  constructor(first: Secrets, read: () => Promise<Secrets>, log: Log) {
    this.#current = first
    this.#read = read
    this.#log = log
  }

  get current(): Secrets {
    return this.#current
  }

  /** Checks them repeatedly until the returned function is called; calls `onChange` after a change. */
  follow(
    repeat: (everyMs: number, callback: () => void) => () => void,
    onChange: () => void,
  ): () => Promise<void> {
    const stop = repeat(lookEveryMs, () => void this.#look(onChange))
    return async () => stop()
  }

  async #look(onChange: () => void): Promise<void> {
    try {
      const found = await this.#read()
      if (textOf(found) === textOf(this.#current)) return
      this.#current = found
      this.#log.info({}, 'the secrets have rotated')
      onChange()
    } catch (fault) {
      // The known secrets stay in use; other code reports an unreachable database.
      this.#log.warn({ err: fault }, 'the secrets could not be read; the known ones stay in use')
    }
  }
}

function textOf(secrets: Secrets): string {
  return secretNames.map((name) => keyringText(secrets[name])).join(' ')
}
