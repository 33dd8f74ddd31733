import { type Challenge, proofOf, type Solution } from './solve-challenge.ts'

/** A device has other things to do as well. */
const mostWorkers = 4

/**
 * Solves a challenge beside the page, which stays quick. Undefined if this browser cannot, or if the signal
 * ends the work.
 */
export async function prove(challenge: Challenge, signal: AbortSignal): Promise<string | undefined> {
  // Only pages from https, or from the machine itself, can compute keys.
  if (!isSecureContext || signal.aborted) return undefined
  const count = Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency - 1))
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL('./proof-worker.ts', import.meta.url), { type: 'module' }),
  )
  const solved = new Promise<Solution | undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
    for (const [start, worker] of workers.entries()) {
      worker.addEventListener('message', ({ data }: MessageEvent<Solution>) => resolve(data))
      worker.addEventListener('error', () => resolve(undefined))
      worker.postMessage({ challenge, share: { start, step: count } })
    }
  })
  const solution = await solved
  for (const worker of workers) worker.terminate()
  return solution && proofOf(challenge, solution)
}
