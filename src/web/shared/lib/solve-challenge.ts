import { isRecord } from './storage.ts'

/** A task for the device, which `docs/proof-of-work.md` describes. */
export interface Challenge {
  readonly parameters: {
    readonly cost: number
    readonly keyLength: number
    readonly keyPrefix: string
    readonly nonce: string
    readonly salt: string
  }
  readonly signature: string
}

/** The counters that one worker tries: every `step`th from `start` on. */
export interface Share {
  readonly start: number
  readonly step: number
}

export interface Solution {
  readonly counter: number
  readonly derivedKey: string
}

export function isChallenge(value: unknown): value is Challenge {
  if (!isRecord(value) || !isRecord(value.parameters)) return false
  const { cost, keyLength, keyPrefix, nonce, salt } = value.parameters
  const areTexts = [keyPrefix, nonce, salt, value.signature].every((one) => typeof one === 'string')
  return areTexts && typeof cost === 'number' && typeof keyLength === 'number'
}

/** Tries counters until one solves the challenge. Needs a secure context, as `crypto.subtle` does. */
export async function solveChallenge({ parameters }: Challenge, { start, step }: Share): Promise<Solution> {
  const { cost, keyLength, keyPrefix, nonce, salt } = parameters
  const password = new Uint8Array(20)
  password.set(bytesOf(nonce))
  const view = new DataView(password.buffer)
  const how = { name: 'PBKDF2', hash: 'SHA-256', iterations: cost, salt: bytesOf(salt) }
  for (let counter = start; ; counter += step) {
    view.setUint32(16, counter)
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const derivedKey = hexOf(await crypto.subtle.deriveBits(how, key, keyLength * 8))
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey }
  }
}

/** `Uint8Array.fromHex` is too new for many browsers. */
function bytesOf(hex: string) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What goes back to the server. */
export function proofOf(challenge: Challenge, solution: Solution): string {
  return btoa(JSON.stringify({ challenge, solution }))
}
