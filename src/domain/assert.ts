/** Stops at a state that the rules make impossible: a bug, never a refusal, and not caught on the way. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`impossible: ${message}`)
}
