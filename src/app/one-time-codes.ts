import { createHmac } from 'node:crypto'
import type { UserId } from '../domain/ids.ts'
import { readableKeys, type SecretKey, signingKey } from '../domain/people/keyring.ts'
import { codeDigits } from '../domain/records/access.ts'
import type { CodePurpose } from '../domain/records/people.ts'
import type { Deps } from './deps.ts'

/** Who may use a code, and for what. */
interface CodeOf {
  readonly userId: UserId
  /** The number of a booking, or what a code of an account is for. */
  readonly about: number | CodePurpose
}

/** A fresh code. Of 64 random bits, the remainder favors no code by more than one part in 10^9. */
export function makeCode({ randomBytes }: Pick<Deps, 'randomBytes'>): string {
  const bits = Buffer.from(randomBytes(8)).readBigUInt64BE()
  return String(bits % 10n ** BigInt(codeDigits)).padStart(codeDigits, '0')
}

const zeros = ['\u0660', '\u06f0'].map((zero) => zero.charCodeAt(0))

/**
 * The digits of a code as a person typed them: with blanks and hyphens, and in Arabic, Persian or wide
 * digits. Undefined if it cannot be a code.
 */
export function parseCode(text: string): string | undefined {
  const plain = text.normalize('NFKC').replaceAll(/[\s\p{Cf}\p{Pd}]/gu, '')
  const digits = plain.replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (zeros.findLast((zero) => zero <= code) ?? 0))
  })
  return new RegExp(`^[0-9]{${codeDigits}}$`).test(digits) ? digits : undefined
}

/** What is stored of a new code. */
export function hashOfNew(deps: Pick<Deps, 'store' | 'sessionKeys'>, code: string, of: CodeOf): string {
  return hashOf(signingKey(deps.sessionKeys(), deps.store.now()), code, of)
}

/** What may be stored of an entered code: secrets rotate while codes are on their way. */
export function hashesOf(
  deps: Pick<Deps, 'store' | 'sessionKeys'>,
  code: string,
  of: CodeOf,
): readonly string[] {
  return readableKeys(deps.sessionKeys(), deps.store.now()).map((key) => hashOf(key, code, of))
}

function hashOf({ secret }: SecretKey, code: string, { about, userId }: CodeOf): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(textOf(code, about, userId))
    .digest('base64url')
}

/** Different from every text that the same secrets sign for sessions. */
function textOf(code: string, about: CodeOf['about'], userId: UserId): string {
  return `access-code.${about}.${userId}.${code}`
}
