/** The longest time for which such work keeps everything else waiting. */
const turnMs = 10

/** Does work of many short steps, and lets everything else have its turn now and then. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const endsAt = performance.now() + turnMs
    do {
      const step = steps.next()
      if (step.done) return step.value
    } while (performance.now() < endsAt)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
