import { GatewayUnanswered } from '../payments/gateway.ts'

/**
 * Runs a call that is told when its time is over; the timer ends with the call and keeps no process alive.
 */
export async function withDeadline<T>(
  milliseconds: number,
  call: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), Math.max(0, milliseconds)).unref()
  try {
    return await call(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}

/** Waits for an answer of the provider, but not longer than this; after that it counts as unanswered. */
export function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  return withDeadline(milliseconds, (deadline) => {
    const isOver = new Promise<never>((_, reject) => {
      deadline.addEventListener('abort', () => reject(new GatewayUnanswered('no answer in time')))
    })
    return Promise.race([answer, isOver])
  })
}
