import type { PaymentId, TrainRunId } from '../ids.ts'

/**
 * What names and contacts are: as an older version wrote them, sealed under a key of their own, or
 * erased for good.
 */
export type PersonalData = 'PLAIN' | 'SEALED' | 'ERASED'

/**
 * The key of one attempt to pay, and of the booking that it makes. It seals their names and contacts; without
 * it nobody can read them, in any copy of the database.
 */
export interface PersonalKey {
  readonly trainRunId: TrainRunId
  readonly paymentId: PaymentId
  /** The key, itself sealed under a master key that is not in this table. */
  readonly wrapped: string
  /**
   * Keyed hashes of the names and the contact that it seals, separated by spaces, by which a booking is found
   * without opening any; null until the server has made them for a booking of an older version.
   */
  readonly search: string | null
}

/** `s1.` and base64url of nonce, ciphertext and tag: at least 12 and 16 bytes. */
const sealedForm = /^s1\.[A-Za-z0-9_-]{38,}$/

/** Whether a stored text is sealed rather than as a person wrote it. */
export function isSealed(text: string): boolean {
  return sealedForm.test(text)
}
