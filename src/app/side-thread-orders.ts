import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { Answer, Order } from './side-thread.ts'

/**
 * Does the orders of a `sideThread`, in that thread, one after the other. On Linux a priority is that of one
 * thread: whenever the sale wants the processor, it goes first. Elsewhere it would be that of the process.
 */
export function takeOrders<What, Result>(work: (what: What) => Result | Promise<Result>): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)
  let last: Promise<void> = Promise.resolve()
  parentPort?.on('message', (order: Order<What>) => {
    last = last.then(async () => parentPort?.postMessage(await answerTo(order, work)))
  })
}

async function answerTo<What, Result>(
  { id, what }: Order<What>,
  work: (what: What) => Result | Promise<Result>,
): Promise<Answer<Result>> {
  try {
    return { id, result: await work(what) }
  } catch (fault) {
    return { id, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) }
  }
}
