import { earlier, type Instant } from '../instant.ts'

/** A secret and its times. It is accepted as soon as it exists. */
export interface SecretKey {
  /** In base64url. */
  readonly secret: string
  /** It signs from this moment on. */
  readonly signsFrom: Instant
  /** Its signatures are accepted until this moment; null if nobody has replaced it. */
  readonly readUntil: Instant | null
}

/** The secrets of one purpose at a given time, in the order in which they sign. There is always one. */
export type Keyring = readonly [SecretKey, ...SecretKey[]]

/** The keyring of a secret that was never replaced. */
export function soleKey(secret: string): Keyring {
  return [{ secret, signsFrom: 0 as Instant, readUntil: null }]
}

/** The key to sign with: the newest whose time has come. */
export function signingKey(keyring: Keyring, now: Instant): SecretKey {
  return keyring.findLast((key) => key.signsFrom <= now) ?? keyring[0]
}

export function isReadable({ readUntil }: SecretKey, now: Instant): boolean {
  return readUntil === null || now < readUntil
}

/** The keys whose signatures are accepted, the newest first. */
export function readableKeys(keyring: Keyring, now: Instant): readonly SecretKey[] {
  return keyring.filter((key) => isReadable(key, now)).toReversed()
}

/** The moment when the next key begins to sign; null if none is waiting. */
export function nextSigningAt(keyring: Keyring, now: Instant): Instant | null {
  return keyring.find((key) => key.signsFrom > now)?.signsFrom ?? null
}

/** When a new secret begins to sign, and until when the others are accepted. */
interface Rotation {
  readonly now: Instant
  readonly signsFrom: Instant
  readonly readUntil: Instant
}

/** Adds a secret that signs from a given moment on, and retires the earlier ones some time later. */
export function rotate(keyring: Keyring, secret: string, { now, signsFrom, readUntil }: Rotation): Keyring {
  const fresh: SecretKey = { secret, signsFrom, readUntil: null }
  const [first, ...others] = keyring
    .map((key) => ({ ...key, readUntil: earlier(key.readUntil, readUntil) }))
    .filter((key) => isReadable(key, now))
  return first ? [first, ...others, fresh] : [fresh]
}

/** Adds a secret that signs from a moment on, and retires none: something that it made may last for years. */
export function extended([first, ...others]: Keyring, secret: string, signsFrom: Instant): Keyring {
  return [first, ...others, { secret, signsFrom, readUntil: null }]
}

/** The keyring without one of its keys, which may not be the only one. */
export function withoutKey(keyring: Keyring, key: SecretKey): Keyring {
  const [first, ...others] = keyring.filter((one) => one !== key)
  if (!first) throw new Error('a keyring keeps one key')
  return [first, ...others]
}

/**
 * A secret that was never replaced is its text alone, as 0.1.0 wrote it; otherwise each one comes with its
 * times.
 */
export function keyringText(keyring: Keyring): string {
  const [{ secret, signsFrom, readUntil }, ...others] = keyring
  if (others.length === 0 && signsFrom === 0 && readUntil === null) return secret
  return keyring.map((key) => `${key.secret}@${key.signsFrom}..${key.readUntil ?? ''}`).join(',')
}

const keyForm = /^([A-Za-z0-9_-]+)@([0-9]{1,15})\.\.([0-9]{1,15})?$/

/** Undefined if the text is not a keyring. */
export function parseKeyring(text: string): Keyring | undefined {
  if (/^[A-Za-z0-9_-]+$/.test(text)) return soleKey(text)
  const keys = text.split(',').map(parseKey)
  const [first, ...others] = keys.filter((key) => key !== undefined)
  return first && others.length + 1 === keys.length ? [first, ...others] : undefined
}

function parseKey(text: string): SecretKey | undefined {
  const [, secret, from, until] = keyForm.exec(text) ?? []
  if (secret === undefined) return undefined
  return {
    secret,
    signsFrom: Number(from) as Instant,
    readUntil: until === undefined ? null : (Number(until) as Instant),
  }
}
