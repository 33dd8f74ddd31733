import { createCipheriv, createDecipheriv } from 'node:crypto'

// AES-256-GCM, NIST SP 800-38D: a nonce of 12 random bytes, a tag of 16.
const cipherName = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
export const keyBytes = 32

interface Sealing {
  readonly key: Uint8Array
  readonly randomBytes: (count: number) => Uint8Array
  /** What the text belongs to; it does not open anywhere else. */
  readonly context?: string
}

/** Nonce, ciphertext and tag. */
export function encrypt(plain: Uint8Array, { key, randomBytes, context }: Sealing): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(cipherName, key, nonce)
  if (context !== undefined) cipher.setAAD(Buffer.from(context))
  const text = cipher.update(plain)
  cipher.final()
  return Buffer.concat([nonce, text, cipher.getAuthTag()])
}

/** Throws if the text was changed, or sealed under another key. */
export function decrypt(sealed: Buffer, { key, context }: Pick<Sealing, 'key' | 'context'>): Buffer {
  const decipher = createDecipheriv(cipherName, key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  if (context !== undefined) decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
  return Buffer.concat([plain, decipher.final()])
}
