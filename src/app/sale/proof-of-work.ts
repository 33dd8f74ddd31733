import { createHmac, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { TrainRunId, UserId } from '../../domain/ids.ts'
import { after, type Instant } from '../../domain/instant.ts'
import { type Keyring, readableKeys, signingKey } from '../../domain/people/keyring.ts'
import { canonicalJson, fingerprint } from '../fingerprint.ts'
import { tokensEqual } from '../tokens.ts'

/**
 * A challenge as ALTCHA 2 writes it, so that any solver for it can be used: a device tries counters until the
 * key that PBKDF2 derives from `nonce` and counter, with `salt`, begins with `keyPrefix`.
 */
export interface Challenge {
  readonly parameters: Parameters
  readonly signature: string
}

interface Parameters {
  readonly algorithm: 'PBKDF2/SHA-256'
  /** Rounds for each try. */
  readonly cost: number
  readonly data: { readonly hold: string }
  /** In seconds since 1970. */
  readonly expiresAt: number
  /** In bytes. */
  readonly keyLength: number
  /** In hex digits, each of which makes sixteen times as many tries necessary. */
  readonly keyPrefix: string
  readonly nonce: string
  readonly salt: string
}

/** The hold that work is for: a key places one hold on a run, so the work for it counts once. */
export interface ProofFor {
  readonly userId: UserId
  readonly trainRunId: TrainRunId
  readonly idempotencyKey: string
}

/** Why a proof counts for nothing. */
type ProofProblem = 'malformed' | 'not_for_this_hold' | 'expired' | 'not_solved'

export type Proof = { readonly work: number } | { readonly problem: ProofProblem }

/** How long a slow device may work. */
const challengeMs = 600_000

/** A try costs at most this many rounds, since checking the work costs one try. */
const mostRounds = 4_096

const keyLength = 32
const algorithm = 'PBKDF2/SHA-256'

/** Asks for this much work, in rounds on average. The random bytes are 32. */
export function makeChallenge(
  keyring: Keyring,
  proofFor: ProofFor,
  work: number,
  { now, random }: { readonly now: Instant; readonly random: Uint8Array },
): Challenge {
  let digits = 2
  while (work / 16 ** digits > mostRounds) digits++
  const bytes = Buffer.from(random)
  const parameters: Parameters = {
    algorithm,
    cost: Math.ceil(work / 16 ** digits),
    data: { hold: nameOf(proofFor) },
    expiresAt: Math.floor(after(now, challengeMs) / 1000),
    keyLength,
    keyPrefix: '0'.repeat(digits),
    nonce: bytes.subarray(0, 16).toString('hex'),
    salt: bytes.subarray(16, 32).toString('hex'),
  }
  return { parameters, signature: sign(signingKey(keyring, now).secret, parameters) }
}

/** How much work a solution proves for a hold, in rounds on average, or why it proves none. */
export async function checkProof(
  keyring: Keyring,
  proofFor: ProofFor,
  text: string,
  now: Instant,
): Promise<Proof> {
  const payload = parsePayload(text)
  if (!payload) return { problem: 'malformed' }
  const { parameters, signature, counter } = payload
  const isSigned = readableKeys(keyring, now).some(({ secret }) =>
    tokensEqual(sign(secret, parameters), signature),
  )
  if (!isSigned || parameters.data.hold !== nameOf(proofFor)) return { problem: 'not_for_this_hold' }
  if (parameters.expiresAt * 1000 < now) return { problem: 'expired' }
  const isSolved = (await deriveKey(parameters, counter)).startsWith(parameters.keyPrefix)
  return isSolved ? { work: parameters.cost * 16 ** parameters.keyPrefix.length } : { problem: 'not_solved' }
}

const pbkdf2Later = promisify(pbkdf2)

/** Off the event loop. */
async function deriveKey({ nonce, salt, cost }: Parameters, counter: number): Promise<string> {
  const password = Buffer.alloc(20)
  password.write(nonce, 'hex')
  password.writeUInt32BE(counter, 16)
  const key = await pbkdf2Later(password, Buffer.from(salt, 'hex'), cost, keyLength, 'sha256')
  return key.toString('hex')
}

/** Names the hold without telling the key of its request. */
function nameOf({ userId, trainRunId, idempotencyKey }: ProofFor): string {
  return fingerprint([userId, trainRunId, idempotencyKey])
}

function sign(secret: string, parameters: Parameters): string {
  const key = createHmac('sha256', Buffer.from(secret, 'base64url')).update('challenges of proofs of work')
  return createHmac('sha256', key.digest())
    .update(canonicalJson({ ...parameters }))
    .digest('hex')
}

interface Payload extends Challenge {
  readonly counter: number
}

const hexOf = (bytes: number) => new RegExp(`^[0-9a-f]{${2 * bytes}}$`)

/** A solution in base64; undefined if it cannot be one to a challenge of ours. */
function parsePayload(text: string): Payload | undefined {
  const read = parseJson(Buffer.from(text, 'base64').toString())
  const challenge = member(read, 'challenge')
  const given = member(challenge, 'parameters')
  const [nonce, salt] = [member(given, 'nonce'), member(given, 'salt')]
  const [cost, expiresAt] = [member(given, 'cost'), member(given, 'expiresAt')]
  const [keyPrefix, hold] = [member(given, 'keyPrefix'), member(member(given, 'data'), 'hold')]
  const [signature, counter] = [member(challenge, 'signature'), member(member(read, 'solution'), 'counter')]
  if (typeof nonce !== 'string' || !hexOf(16).test(nonce)) return undefined
  if (typeof salt !== 'string' || !hexOf(16).test(salt)) return undefined
  if (typeof keyPrefix !== 'string' || typeof hold !== 'string' || typeof signature !== 'string')
    return undefined
  if (typeof cost !== 'number' || typeof expiresAt !== 'number') return undefined
  if (typeof counter !== 'number' || !Number.isInteger(counter) || counter < 0 || counter >= 2 ** 32)
    return undefined
  const parameters = {
    algorithm,
    cost,
    data: { hold },
    expiresAt,
    keyLength,
    keyPrefix,
    nonce,
    salt,
  } as const
  return { parameters, signature, counter }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
