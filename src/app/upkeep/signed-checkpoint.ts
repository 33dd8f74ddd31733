import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'
import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type ChainEnd, type Checkpoint, checkpointBody } from '../../domain/records/checkpoint.ts'

// A checkpoint as a line of JSON, signed by Ed25519 (RFC 8032).

interface SignedCheckpoint extends Checkpoint {
  /** The id of the key that has signed it. */
  readonly key: string
  readonly signature: string
}

export interface CheckpointKey {
  readonly id: string
  readonly privateKey: KeyObject
}

/** The key in a PEM text; throws if there is none. */
export function checkpointKeyOf(pem: string): CheckpointKey {
  const privateKey = createPrivateKey(pem)
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('it is not an Ed25519 key')
  return { id: idOf(publicText(createPublicKey(privateKey))), privateKey }
}

/** The public half of a key as people keep it: its 32 bytes in base64url. */
export function publicTextOf({ privateKey }: CheckpointKey): string {
  return publicText(createPublicKey(privateKey))
}

function publicText(key: KeyObject): string {
  return key.export({ format: 'jwk' }).x ?? ''
}

/** The key whose public half this text is; undefined if it is none. */
export function publicKeyOf(text: string): KeyObject | undefined {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return undefined
  try {
    return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: text } })
  } catch {
    return undefined
  }
}

/** Tells keys apart; proves nothing. */
function idOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 12)
}

/** The hash of a line, which the next one names. */
export function hashOfLine(line: string): string {
  return hash('sha256', line, 'base64url')
}

/** The line of a checkpoint, without a line break. */
export function signedLine(checkpoint: Checkpoint, { id, privateKey }: CheckpointKey): string {
  const signature = sign(null, Buffer.from(checkpointBody(checkpoint)), privateKey).toString('base64url')
  const { at, account, ends, previous } = checkpoint
  return JSON.stringify({
    ...{ holdfast_checkpoint: 1, at: new Date(at).toISOString(), account, previous, key: id },
    ...{ signature, ends: ends.map(({ trainRunId, seq, hash: end }) => [trainRunId, seq, end]) },
  })
}

/** The checkpoint of a line; undefined if it is none. */
export function parseLine(line: string): SignedCheckpoint | undefined {
  try {
    const { holdfast_checkpoint: form, at, account, previous, key, signature, ends } = JSON.parse(line)
    const texts = [at, account, previous, key, signature]
    if (form !== 1 || !texts.every((one) => typeof one === 'string') || !Array.isArray(ends)) return undefined
    const parsed = ends.map(endOf)
    if (Number.isNaN(Date.parse(at)) || parsed.includes(undefined)) return undefined
    const known = parsed.filter((end) => end !== undefined)
    return { at: Date.parse(at) as Instant, account, previous, key, signature, ends: known }
  } catch {
    return undefined
  }
}

function endOf(value: unknown): ChainEnd | undefined {
  if (!Array.isArray(value)) return undefined
  const [run, seq, end]: unknown[] = value
  const isEnd = Number.isSafeInteger(run) && Number.isSafeInteger(seq) && typeof end === 'string'
  return isEnd ? { trainRunId: run as TrainRunId, seq: seq as number, hash: end } : undefined
}

export function isSignedBy(checkpoint: SignedCheckpoint, publicKey: KeyObject): boolean {
  const signature = Buffer.from(checkpoint.signature, 'base64url')
  return verify(null, Buffer.from(checkpointBody(checkpoint)), publicKey, signature)
}
