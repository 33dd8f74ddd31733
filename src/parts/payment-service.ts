import type { Config } from '../cli/config.ts'
import { WrongUse } from '../cli/failures.ts'
import type { MockService, ProductOptions } from '../cli/tools.ts'
import type { Instant } from '../domain/instant.ts'
import { readableKeys } from '../domain/people/keyring.ts'
import type { Secrets } from '../domain/people/secrets.ts'
import { parseDelay } from '../payments/mock/service/outcome.ts'
import { type MockOptions, type MockPayments, startMockPayments } from '../payments/mock/service/start.ts'
import { startMockPaymentsThread } from '../payments/mock/service/thread.ts'

/** Beside a server, the service has its own thread, so its disk writes never block sales. */
export function startMock(
  config: Config,
  file: string,
  { isServer, log }: Pick<ProductOptions, 'isServer' | 'log'>,
): Promise<MockPayments> {
  const options = mockOptions(config, file)
  if (!isServer) return withFreePort(config, startMockPayments(options))
  const started = startMockPaymentsThread(options, (fault) => {
    log.error({ err: fault }, 'the mock payment service failed: stopping for a restart')
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

/** The service as a separate process, for many servers. */
export async function startMockApart(config: Config, file: string, secrets: Secrets): Promise<MockService> {
  const { mockWebhookUrl: url } = config
  const now = Date.now() as Instant
  const webhook = url === null ? null : { url, secrets: webhookSecrets(config, secrets, now) }
  const options = { ...mockOptions(config, file), host: config.host, webhook }
  const mock = await withFreePort(config, startMockPayments(options))
  return { url: mock.url, stop: () => mock.close() }
}

function mockOptions(config: Config, file: string): MockOptions {
  const { mockPort: port, mockFailRate: failRate, mockTimeoutRate: timeoutRate, mockSeed: seed } = config
  const delayMs = parseDelay(config.mockDelayMs) ?? { from: 0, to: 0 }
  return { host: '127.0.0.1', port, file, settings: { failRate, timeoutRate, delayMs, seed } }
}

/** The secrets that a separate payment service may sign with: those of the setting, otherwise our own. */
export function webhookSecrets(config: Config, { webhook }: Secrets, now: Instant): readonly string[] {
  return config.webhookSecret?.split(',') ?? readableKeys(webhook, now).map((key) => key.secret)
}
