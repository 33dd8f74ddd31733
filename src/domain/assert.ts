/** Stops at a state that the rules make impossible: a bug, never a refusal, and never caught on the way. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`impossible: ${message}`)
}

/** Marks the point where a switch has handled every case: a forgotten case does not compile. */
export function unreachable(value: never): never {
  throw new Error(`impossible: ${JSON.stringify(value)}`)
}
