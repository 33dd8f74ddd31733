import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from './client.ts'
import { type DatabaseView, viewOf } from './database.ts'
import { type Environment, type Finished, type Running, runHoldfast, startHoldfast } from './processes.ts'

/**
 * One or more servers over one database and, on request, a mock payment service as a separate process. On
 * SQLite there is one server. A suite that does not say where it runs can run on every site.
 */
export interface World {
  /** The data folder of the first server. */
  readonly data: string
  /** The settings of the first server and of the commands. */
  readonly environment: Environment
  /** The first server. */
  readonly server: Running
  readonly servers: readonly Running[]
  /** Every server's current address. */
  readonly urls: readonly string[]
  /** Speaks to all servers in turn. */
  readonly client: Client
  readonly database: DatabaseView
  /** The separate mock service. Asking for it in a world without one is a mistake in the test. */
  readonly mock: Running
  /** Runs a command on the data folder of the first server. */
  run(args: readonly string[], input?: string): Promise<Finished>
  /** Ends every server, by SIGTERM by default; returns the exit status of the first. */
  stopServer(signal?: NodeJS.Signals): Promise<number | null>
  startServer(): Promise<void>
  /** Ends one of several servers and starts another in its place, with an address of its own. */
  replaceServer(index: number, signal: NodeJS.Signals): Promise<void>
  stopMock(signal: NodeJS.Signals): Promise<void>
  startMock(): Promise<void>
}

/** Where the servers of a world keep what they share, and how many there are. */
export interface Site {
  readonly serverCount: number
  readonly environment: Environment
  readonly database: DatabaseView
  /** The mock service of a server process serves only that server. */
  readonly needsMockApart: boolean
}

/** Makes a site for a world whose first data folder is this one. */
export type OpenSite = (t: TestScope, data: string) => Promise<Site>

const sqlite: OpenSite = async (_, data) => ({
  serverCount: 1,
  environment: {},
  database: viewOf(data),
  needsMockApart: false,
})

let currentSite = sqlite

/**
 * From now on, worlds of this process are made there: for a file that runs another file's suite on another
 * database.
 */
export function runOn(site: OpenSite): void {
  currentSite = site
}

/**
 * A railway of so many days, because the demo has eighty trains a day: with two months of them, every server
 * of a test would take a second longer to start.
 */
const horizonDays = '10'

interface WorldOptions {
  readonly site?: OpenSite
  readonly env?: Environment
  /** Settings for starting only one of several servers; the payment service already runs. */
  readonly envOf?: (index: number, shared: Environment) => Environment | Promise<Environment>
  readonly connections?: number
  /** The mock payment service as a separate process, so that its ledger can be read and it can be killed. */
  readonly mockApart?: boolean
}

/** The end of a world: a test, or a file whose `after` is that of node:test. */
export interface TestScope {
  after(end: () => unknown): void
}

/** Starts a world; it ends with its scope. */
export async function createWorld(t: TestScope, options: WorldOptions = {}): Promise<World> {
  const data = temporaryFolder(t)
  const mockData = temporaryFolder(t)
  const site = await (options.site ?? currentSite)(t, data)
  const folders = [data, ...Array.from({ length: site.serverCount - 1 }, () => temporaryFolder(t))]
  const servers: Running[] = []
  const urls: string[] = []
  let client: Client | undefined
  let mock: Running | undefined
  let mockPort = '0'
  const environment: Record<string, string> = {
    HOLDFAST_DATA: data,
    HOST: '127.0.0.1',
    PORT: '0',
    HOLDFAST_HORIZON_DAYS: horizonDays,
    HOLDFAST_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...site.environment,
    ...options.env,
  }

  const startMock = async (): Promise<void> => {
    // The same port after a restart, because the server has been told where it is.
    mock = await startHoldfast(['mock-payments'], {
      ...environment,
      HOLDFAST_DATA: mockData,
      MOCK_PORT: mockPort,
    })
    mockPort = new URL(mock.url).port
    environment.PAYMENTS_URL = mock.url
  }
  const startOne = async (index: number): Promise<void> => {
    // A test may have named the first one's folder itself.
    const own = index === 0 ? {} : { HOLDFAST_DATA: folders[index] ?? data }
    const shared = { ...environment, ...own }
    const server = await startHoldfast(['serve'], { ...shared, ...(await options.envOf?.(index, shared)) })
    servers[index] = server
    urls[index] = server.url
  }
  const startServer = async (): Promise<void> => {
    // The first one makes the schema and loads the timetable; the others find it.
    await startOne(0)
    await Promise.all(folders.slice(1).map((_, index) => startOne(index + 1)))
    client = createClient(urls, options.connections)
  }
  t.after(async () => {
    await client?.close()
    await Promise.all([...servers, mock].map((one) => one?.end('SIGKILL')))
  })
  if (options.mockApart || site.needsMockApart) await startMock()
  await startServer()

  return {
    data,
    environment,
    database: site.database,
    get server() {
      return present(servers[0], 'server')
    },
    servers,
    urls,
    get client() {
      return present(client, 'client')
    },
    get mock() {
      return present(mock, 'mock service')
    },
    run: (args, input) => runHoldfast(args, environment, input),
    async stopServer(signal = 'SIGTERM') {
      const [status = null] = await Promise.all(servers.map((one) => one.end(signal)))
      await client?.close()
      return status
    },
    startServer,
    async replaceServer(index, signal) {
      await present(servers[index], `server ${index}`).end(signal)
      await startOne(index)
    },
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
