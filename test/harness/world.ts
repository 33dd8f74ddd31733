import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from './client.ts'
import { type Environment, type Finished, type Running, runHoldfast, startHoldfast } from './processes.ts'

/** A server with a data folder of its own and, where asked for, a mock payment service as a process beside it. */
export interface World {
  readonly data: string
  /** What the server and the commands are started with. */
  readonly environment: Environment
  readonly server: Running
  readonly client: Client
  /** The mock service that runs apart; asking for it in a world without one is a mistake in the test. */
  readonly mock: Running
  /** Runs a command on the same data folder. */
  run(args: readonly string[], input?: string): Promise<Finished>
  /** Ends the server, with SIGTERM unless told otherwise; its exit status. */
  stopServer(signal?: NodeJS.Signals): Promise<number | null>
  startServer(): Promise<void>
  stopMock(signal: NodeJS.Signals): Promise<void>
  startMock(): Promise<void>
}

export interface WorldOptions {
  readonly env?: Environment
  readonly connections?: number
  /** The mock payment service as a process of its own, so that its ledger can be read and it can be killed. */
  readonly mockApart?: boolean
}

/** What a world ends with: a test, or a file where `after` is that of node:test. */
export interface TestScope {
  after(end: () => unknown): void
}

/** Starts a world; it ends with its scope. */
export async function createWorld(t: TestScope, options: WorldOptions = {}): Promise<World> {
  const data = temporaryFolder(t)
  const mockData = temporaryFolder(t)
  let server: Running | undefined
  let client: Client | undefined
  let mock: Running | undefined
  let mockPort = '0'
  const environment: Record<string, string> = {
    HOLDFAST_DATA: data,
    HOST: '127.0.0.1',
    PORT: '0',
    HOLDFAST_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...options.env,
  }

  const startMock = async (): Promise<void> => {
    // The same port after a restart, since the server has been told where it is.
    mock = await startHoldfast(['mock-payments'], {
      ...environment,
      HOLDFAST_DATA: mockData,
      MOCK_PORT: mockPort,
      PORT: mockPort,
    })
    mockPort = new URL(mock.url).port
    environment.PAYMENTS_URL = mock.url
  }
  const startServer = async (): Promise<void> => {
    server = await startHoldfast(['serve'], environment)
    client = createClient(server.url, options.connections)
  }
  t.after(async () => {
    await client?.close()
    await Promise.all([server?.end('SIGKILL'), mock?.end('SIGKILL')])
  })
  if (options.mockApart) await startMock()
  await startServer()

  return {
    data,
    environment,
    get server() {
      return present(server, 'server')
    },
    get client() {
      return present(client, 'client')
    },
    get mock() {
      return present(mock, 'mock service')
    },
    run: (args, input) => runHoldfast(args, environment, input),
    async stopServer(signal = 'SIGTERM') {
      const status = await present(server, 'server').end(signal)
      await client?.close()
      return status
    },
    startServer,
    async stopMock(signal) {
      await present(mock, 'mock service').end(signal)
    },
    startMock,
  }
}

/** A new empty folder that is removed after the test. */
export function temporaryFolder(t: TestScope): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

function present<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`this world has no ${name}`)
  return thing
}
