import type { AddressInfo } from 'node:net'
import { Desk } from './desk.ts'
import { Ledger } from './ledger.ts'
import type { MockSettings } from './outcome.ts'
import { mockServer } from './server.ts'
import { WebhookSender, type WebhookTarget } from './webhooks.ts'

export interface MockOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The ledger's own SQLite file. */
  readonly file: string
  readonly settings: MockSettings
  readonly webhook?: WebhookTarget | null
}

/** A running mock service. */
export interface MockPayments {
  readonly url: string
  readonly port: number
  /** Sets where webhooks go, once that is known. */
  setWebhook(target: WebhookTarget | null): void
  /** Answers open requests, then stops and closes the ledger cleanly. */
  close(): Promise<void>
}

/** Starts the mock payment service: a ledger in its own file, and an HTTP interface on its own port. */
export async function startMockPayments(options: MockOptions): Promise<MockPayments> {
  const ledger = new Ledger(options.file)
  const sender = new WebhookSender(ledger, options.webhook ?? null)
  const desk = new Desk(ledger, options.settings, () => sender.kick())
  const server = mockServer(desk, ledger)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port, options.host, resolve)
    })
  } catch (fault) {
    desk.close()
    ledger.close()
    throw fault
  }
  sender.kick()
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${host}:${port}`,
    port,
    setWebhook: (target) => sender.setTarget(target),
    close: () => stop(server, desk, sender, ledger),
  }
}

/** How long a stop waits for requests that need a slow decision. */
const graceMs = 200

async function stop(
  server: ReturnType<typeof mockServer>,
  desk: Desk,
  sender: WebhookSender,
  ledger: Ledger,
): Promise<void> {
  const isClosed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await isClosed
  clearTimeout(timer)
  sender.close()
  desk.close()
  ledger.close()
}
