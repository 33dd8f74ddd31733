import type { Facts, RefusalCode } from './problem.ts'

/** Why the gate turns a request away, before anything reads its body. */
export interface Turnaway {
  readonly code: RefusalCode
  readonly facts?: Facts
}
