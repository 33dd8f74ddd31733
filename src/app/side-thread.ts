import { Worker } from 'node:worker_threads'

/** What the thread is told. */
export interface Order<What> {
  readonly id: number
  readonly what: What
}

/** What it answers; a fault has the message of the error that ended the work. */
export type Answer<Result> =
  | { readonly id: number; readonly result: Result }
  | { readonly id: number; readonly fault: string }

/**
 * Work in a thread of its own, which starts with the first order and gives way to everything else: a flood of
 * it takes only the processor time that nobody wants. It does not keep the process alive. `script` calls
 * `takeOrders`.
 */
export function sideThread<What, Result>(script: URL): (what: What) => Promise<Result> {
  const waiting = new Map<number, PromiseWithResolvers<Result>>()
  let worker: Worker | undefined
  let count = 0
  const start = () => {
    const started = new Worker(script)
    started.on('message', (answer: Answer<Result>) => {
      const asked = waiting.get(answer.id)
      if ('fault' in answer) asked?.reject(new Error(answer.fault))
      else asked?.resolve(answer.result)
      waiting.delete(answer.id)
      if (waiting.size === 0) started.unref()
    })
    started.on('error', (fault) => {
      for (const one of waiting.values()) one.reject(fault)
      waiting.clear()
      worker = undefined
    })
    started.unref()
    return started
  }
  return (what) => {
    worker ??= start()
    worker.ref()
    const answer = Promise.withResolvers<Result>()
    const order: Order<What> = { id: ++count, what }
    waiting.set(order.id, answer)
    worker.postMessage(order)
    return answer.promise
  }
}
