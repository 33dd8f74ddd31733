import type { Config } from '../cli/config.ts'
import { WrongUse } from '../cli/failures.ts'
import type { Secrets } from '../cli/secrets.ts'
import type { MockService, ProductOptions } from '../cli/tools.ts'
import { parseDelay } from '../payments/mock/outcome.ts'
import { type MockOptions, type MockPayments, startMockPayments } from '../payments/mock/start.ts'
import { startMockPaymentsThread } from '../payments/mock/thread.ts'

/** In a thread of its own beside a server, so that its waiting for the disk never stands in the way of sales. */
export function startMock(
  config: Config,
  file: string,
  { isServer, log }: Pick<ProductOptions, 'isServer' | 'log'>,
): Promise<MockPayments> {
  const options = mockOptions(config, file)
  if (!isServer) return withFreePort(config, startMockPayments(options))
  const started = startMockPaymentsThread(options, (fault) => {
    log.error({ err: fault }, 'the mock payment service failed: stopping, to be started again')
    process.exit(1)
  })
  return withFreePort(config, started)
}

async function withFreePort<T>({ mockPort }: Config, started: Promise<T>): Promise<T> {
  try {
    return await started
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('EADDRINUSE'))) throw error
    throw new WrongUse(`MOCK_PORT ${mockPort} is in use: choose another with MOCK_PORT or --mock-port.`)
  }
}

/** The service as a process of its own, for many servers. */
export async function startMockApart(config: Config, file: string, secrets: Secrets): Promise<MockService> {
  const { mockWebhookUrl: url } = config
  const webhook = url === null ? null : { url, secret: webhookSecret(config, secrets) }
  const options = { ...mockOptions(config, file), host: config.host, webhook }
  const mock = await withFreePort(config, startMockPayments(options))
  return { url: mock.url, stop: () => mock.close() }
}

function mockOptions(config: Config, file: string): MockOptions {
  const { mockPort: port, mockFailRate: failRate, mockTimeoutRate: timeoutRate, mockSeed: seed } = config
  const delayMs = parseDelay(config.mockDelayMs) ?? { from: 0, to: 0 }
  return { host: '127.0.0.1', port, file, settings: { failRate, timeoutRate, delayMs, seed } }
}

/** What a service run apart signs with, else the secret of the data folder. */
export function webhookSecret(config: Config, secrets: Secrets): string {
  return config.webhookSecret ?? ownSecret(secrets)
}

export function ownSecret(secrets: Secrets): string {
  return Buffer.from(secrets.webhook).toString('base64url')
}
