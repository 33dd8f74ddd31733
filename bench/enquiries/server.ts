/**
 * A server for the enquiry benchmark: the demo railway on SQLite with a part of its seats sold, the routes of
 * the product, and beside them an empty route and static answers in the same server, to compare with. It
 * listens twice: once as the product does, once keeping no answers, so that each one is made anew.
 *
 *   node bench/enquiries/server.ts FOLDER       prints `ready PORT PORT`
 */

import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { Registry } from 'prom-client'
import { AccountDesk } from '../../src/app/people/account-desk.ts'
import { KeyDesk } from '../../src/app/people/key-desk.ts'
import { PasskeyDesk } from '../../src/app/people/passkey-desk.ts'
import { makePasswords } from '../../src/app/people/passwords.ts'
import { StaffDesk } from '../../src/app/people/staff-desk.ts'
import { drawingThread } from '../../src/app/tickets/drawings.ts'
import type { UserId } from '../../src/domain/ids.ts'
import { soleKey } from '../../src/domain/people/keyring.ts'
import { plainBrand } from '../../src/domain/railway/brand.ts'
import { Setbacks } from '../../src/domain/setbacks.ts'
import type { HttpDeps } from '../../src/http/http-deps.ts'
import { buildServer } from '../../src/http/server.ts'
import type { EngineStore } from '../../src/store/engine-store.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { demoHorizon, demoTimetable } from '../../src/timetable/demo/demo-timetable.ts'
import { largeRuns, randomBytesOf } from '../demo-store.ts'
import { bookHold, holdSeat, saleSettings } from '../in-process-sale.ts'

const horizonDays = 60
/** How many runs have seats sold, the largest first, and how many seats each. */
const soldRuns = 400
const soldSeats = 40

const folder = process.argv[2] ?? '.'

async function sellSome(store: EngineStore): Promise<void> {
  for (const run of largeRuns(store, 300).slice(0, soldRuns))
    await Promise.all(
      run.consist.seats.slice(0, soldSeats).map(async (seat) => {
        const sold = { run, seatNumber: seat.number, userId: (1 + (seat.index % 64)) as UserId }
        await bookHold(store, sold, await holdSeat(store, sold))
      }),
    )
}

/** Nobody signs in here. */
function desksOver(store: EngineStore): Pick<HttpDeps, 'staff' | 'accounts' | 'passkeys'> {
  const parts = {
    ...{ store, randomBytes: randomBytesOf, passwords: makePasswords(randomBytesOf) },
    ...{ personalKeys: () => key, secondFactor: 'off' as const },
    ...{ sessionKeys: () => key, monotonicMs: () => performance.now() },
  }
  const sessionLimits = { idleMs: 1, lastsMs: 1 }
  const passkeys = { ...parts, personalKeys: () => key, sessionLimits, siteUrl: () => 'http://localhost' }
  return {
    staff: new StaffDesk(parts),
    accounts: new AccountDesk({ ...parts, sessionLimits }),
    passkeys: new PasskeyDesk(passkeys),
  }
}

function serverOver(store: EngineStore, keptAnswerBytes: number | undefined): FastifyInstance {
  const app = buildServer({
    keys: new KeyDesk({ store, randomBytes, monotonicMs: () => performance.now(), onFault: () => {} }),
    store,
    drawings: drawingThread(),
    gateway: neverAsked,
    settings: saleSettings,
    brand: plainBrand,
    log: { debug: quiet, info: quiet, warn: console.error, error: console.error },
    counters: { count: quiet },
    setbacks: new Setbacks(),
    ...desksOver(store),
    sessionKeys: () => key,
    personalKeys: () => key,
    ticketKeys: () => key,
    randomBytes: randomBytesOf,
    limits: true,
    streams: { address: 100_000, session: 10 },
    // Every request comes from an address of its own, as on the internet, so that limits are counted and none
    // of them is reached.
    trustProxy: '127.0.0.1',
    metricsToken: null,
    registry: new Registry(),
    version: '0.0.0',
    logRequests: false,
    monotonicMs: () => performance.now(),
    ...(keptAnswerBytes === undefined ? {} : { keptAnswerBytes }),
  })
  addStaticRoutes(app)
  addState(app)
  return app
}

/** What the process takes, and the longest pause of its event loop since the last look. */
function addState(app: FastifyInstance): void {
  const config = { page: 'public' } as const
  const pauses = monitorEventLoopDelay({ resolution: 1 })
  pauses.enable()
  app.get('/bench/memory', { config }, (_request, reply) => {
    gc?.()
    const { rss, heapUsed, external } = process.memoryUsage()
    return reply.send({ rss, heap: heapUsed + external })
  })
  app.get('/bench/pause', { config }, (_request, reply) => {
    const longestMs = pauses.max / 1e6
    pauses.reset()
    return reply.send({ longestMs })
  })
}

/** An empty answer, and the bytes that were first given under a name, in whatever encoding they were. */
function addStaticRoutes(app: FastifyInstance): void {
  const config = { page: 'public' } as const
  const kept = new Map<string, { readonly bytes: Buffer; readonly encoding: string | undefined }>()
  app.get('/bench/empty', { config }, (_request, reply) => reply.send(''))
  app.get('/bench/static/:name', { config }, (request, reply) => {
    const { name } = request.params as { name: string }
    const { bytes, encoding } = kept.get(name) ?? { bytes: Buffer.alloc(0), encoding: undefined }
    if (encoding !== undefined) reply.header('content-encoding', encoding)
    return reply.header('content-type', 'application/json; charset=utf-8').send(bytes)
  })
  app.register(async (scope) => {
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.put('/bench/static/:name', { config, bodyLimit: 4_194_304 }, (request, reply) => {
      const { name } = request.params as { name: string }
      const encoding = request.headers['x-encoding']
      kept.set(name, {
        bytes: request.body as Buffer,
        encoding: encoding === undefined ? encoding : String(encoding),
      })
      return reply.send('')
    })
  })
}

const quiet = () => {}
const key = soleKey(randomBytes(32).toString('base64url'))
const neverAsked = new Proxy({} as never, {
  get() {
    throw new Error('enquiries pay nothing')
  },
})

const { store } = await openSqliteStore({ file: join(folder, 'holdfast.db'), thread: 'own' })
const today = Temporal.Now.plainDateISO().toString()
await store.importTimetable(demoTimetable(today, horizonDays), demoHorizon(today, horizonDays))
await sellSome(store)
const ports: number[] = []
for (const bytes of [undefined, 0]) {
  const app = serverOver(store, bytes)
  await app.listen({ host: '127.0.0.1', port: 0 })
  ports.push((app.server.address() as AddressInfo).port)
}
process.on('SIGTERM', () => process.exit(0))
console.log(`ready ${ports.join(' ')}`)
