/**
 * What an answer was made from. While it is current, the same question would get the same answer, apart from
 * the moment that the answer names.
 */
export interface Basis {
  /** Changes with everything that the answer depends on; may stand between the quotes of an ETag. */
  readonly tag: string
  /** Rough size in memory, in bytes. */
  readonly bytes: number
  isCurrent(): boolean
}
