import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

/** It bounds what hangs: a machine with much else to do, or a slow disk, is allowed its time. */
const longestWaitMs = 120_000

/**
 * Asks again until there is an answer, for what only another process can bring about. Fails with the last
 * complaint when the time is over.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  timeoutMs = longestWaitMs,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  let complaint = ''
  while (performance.now() < deadline) {
    try {
      const seen = await look()
      if (seen !== undefined) return seen
    } catch (error) {
      complaint = `: ${error instanceof Error ? error.message : String(error)}`
    }
    await pause(20)
  }
  throw new Error(`${what} did not come about within ${timeoutMs} ms${complaint}`)
}

/** Runs work on the items, at most this many at a time, and returns the results in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) results[index] = await work(item, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
  return results
}

/** Repeats a request with its key as long as the answer is that the outcome is unknown. */
export function answered<T extends { readonly status: number }>(
  ask: (key: string) => Promise<T>,
): Promise<T> {
  const key = randomUUID()
  return until('an answer', async () => {
    const answer = await ask(key)
    return answer.status === 503 || answer.status === 409 ? undefined : answer
  })
}
