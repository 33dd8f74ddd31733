import { createHmac } from 'node:crypto'
import { dayMs, type Instant } from '../domain/instant.ts'
import { type Keyring, readableKeys, signingKey } from '../domain/people/keyring.ts'

type Names = readonly [number, ...number[]]

/** The names of one day that a process remembers: computing one costs more than it saves to forget it. */
const mostRemembered = 10_000

interface Remembered {
  readonly day: number
  readonly names: Map<string, Names>
}

const rememberedOf = new WeakMap<Keyring, Remembered>()

/**
 * The names of a block of addresses: the one that a hold gets now, and those that its earlier holds may have,
 * from the day before or from before the secrets rotated. A name says nothing about the address to those
 * without the secrets, and another day's name is another one.
 */
export function blockNames(keyring: Keyring, block: string, now: Instant): Names {
  const day = Math.floor(now / dayMs)
  let remembered = rememberedOf.get(keyring)
  if (remembered?.day !== day || remembered.names.size >= mostRemembered) {
    remembered = { day, names: new Map() }
    rememberedOf.set(keyring, remembered)
  }
  const known = remembered.names.get(block)
  if (known) return known
  const names = namesOn(keyring, block, day, now)
  remembered.names.set(block, names)
  return names
}

function namesOn(keyring: Keyring, block: string, day: number, now: Instant): Names {
  const signing = signingKey(keyring, now).secret
  const others = readableKeys(keyring, now).flatMap(({ secret }) => (secret === signing ? [] : [secret]))
  const earlier = others.flatMap((secret) => [nameOf(secret, block, day), nameOf(secret, block, day - 1)])
  return [nameOf(signing, block, day), nameOf(signing, block, day - 1), ...earlier]
}

/** 48 bits, which a column of either database keeps as an integer. */
function nameOf(secret: string, block: string, day: number): number {
  const key = createHmac('sha256', Buffer.from(secret, 'base64url')).update(`address blocks of day ${day}`)
  return createHmac('sha256', key.digest()).update(block).digest().readUIntBE(0, 6)
}
