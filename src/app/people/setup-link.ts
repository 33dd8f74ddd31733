import { after, type Instant } from '../../domain/instant.ts'
import { tokensEqual } from '../tokens.ts'

/** Long enough to find the line in a terminal, and to fill in a form. */
const setupMs = 30 * 60_000

/**
 * The secret of a one-time link that makes the first administrator. It is in the memory of the process that
 * printed it, and new at each start; that there is an administrator ends it, whoever made them.
 */
export class SetupLink {
  #token: string | undefined
  #validUntil = 0

  /** Makes a token, and ends the one before. */
  renew(randomBytes: (count: number) => Uint8Array, now: Instant): string {
    this.#token = Buffer.from(randomBytes(32)).toString('base64url')
    this.#validUntil = after(now, setupMs)
    return this.#token
  }

  opens(token: string, now: Instant): boolean {
    return this.#token !== undefined && now < this.#validUntil && tokensEqual(token, this.#token)
  }

  end(): void {
    this.#token = undefined
  }
}
