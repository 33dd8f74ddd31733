import { parentPort, Worker, workerData } from 'node:worker_threads'
import { type MockOptions, type MockPayments, startMockPayments } from './start.ts'
import type { WebhookTarget } from './webhooks.ts'

type Order = { readonly kind: 'webhook'; readonly target: WebhookTarget | null } | { readonly kind: 'close' }
type Report =
  | { readonly kind: 'ready'; readonly url: string; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * Starts the mock service in a thread of this process, so its disk writes never block sales. Callers still
 * reach it over HTTP. `onFault` is called if the thread dies unexpectedly.
 */
export function startMockPaymentsThread(
  options: MockOptions,
  onFault: (fault: Error) => void,
): Promise<MockPayments> {
  const worker = new Worker(new URL(import.meta.url), {
    name: 'mock-payments',
    workerData: { mockPayments: options },
  })
  const send = (order: Order) => worker.postMessage(order)
  let isClosing = false
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const close = (): Promise<void> => {
    isClosing = true
    send({ kind: 'close' })
    return ended
  }
  return new Promise((resolve, reject) => {
    worker.on('error', (fault: unknown) => {
      const error = fault instanceof Error ? fault : new Error(String(fault))
      reject(error)
      if (!isClosing) onFault(error)
    })
    worker.once('message', (report: Report) => {
      if (report.kind === 'failed') return reject(new Error(report.message))
      const setWebhook = (target: WebhookTarget | null) => send({ kind: 'webhook', target })
      resolve({ url: report.url, port: report.port, setWebhook, close })
    })
  })
}

/** The thread's own side. */
async function runThread(port: NonNullable<typeof parentPort>, options: MockOptions): Promise<void> {
  const report = (message: Report) => port.postMessage(message)
  try {
    const mock = await startMockPayments(options)
    port.on('message', (order: Order) => {
      if (order.kind === 'webhook') mock.setWebhook(order.target)
      else void mock.close().then(() => port.close())
    })
    report({ kind: 'ready', url: mock.url, port: mock.port })
  } catch (fault) {
    report({ kind: 'failed', message: fault instanceof Error ? fault.message : String(fault) })
  }
}

if (parentPort && typeof workerData === 'object' && workerData !== null && 'mockPayments' in workerData)
  await runThread(parentPort, workerData.mockPayments as MockOptions)
