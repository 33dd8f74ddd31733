import type { Server } from 'node:http'
import fastify, { type FastifyInstance, type onRequestHookHandler, type RouteOptions } from 'fastify'
import { KeptDays } from '../app/inventory/kept-days.ts'
import { makeSeatWatch } from '../app/inventory/watch-seats.ts'
import { KeptSessions } from '../app/people/kept-sessions.ts'
import { makeSessions, type Sessions } from '../app/people/sessions.ts'
import { makeAdmission } from './admission.ts'
import { answerHeaders } from './answer-headers.ts'
import { sendProblem } from './answering.ts'
import { atMostEvery } from './at-most-every.ts'
import { bodyLimitsOf } from './body-limits.ts'
import { answerInPlaceOfNode, handleBrokenRequests } from './broken-requests.ts'
import { type Connections, makeConnections } from './connections.ts'
import { pageEntrance } from './entrance.ts'
import { handleFaults } from './faults.ts'
import { type Gate, makeGate } from './gate.ts'
import type { HttpDeps } from './http-deps.ts'
import { addGauges, makeHttpMetrics } from './http-metrics.ts'
import { makeKeptAnswers } from './kept-answers.ts'
import { makeKeyGate } from './key-gate.ts'
import { latenessOf, makeLanes } from './lanes.ts'
import { loopClock, watchLoop } from './loop-load.ts'
import { handleUnknownRoutes, listRoutes } from './not-found.ts'
import { describeRoutes } from './openapi.ts'
import { type HttpContext, isStream } from './operation.ts'
import { operations } from './operations.ts'
import { showPages } from './pages.ts'
import { readJsonOnly, readNoBodies } from './read-json.ts'
import { showReferencePages } from './reference-pages.ts'
import { registerOperation } from './register-operation.ts'
import { makeStreams } from './streams.ts'
import { cutOffWhoDoesNotRead } from './unread.ts'
import { compileCheck } from './validation.ts'
import { writerOf } from './write-by-schema.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page outside the API, and who may see it. */
    page?: 'public'
  }
  interface FastifyInstance {
    /** The OpenAPI document; it does not change while the server runs. */
    openApiDocument(): Buffer
  }
}

/** About 200 popular seat maps in two encodings, or 4,000 searches. */
const keptAnswerBytes = 64 * 1024 * 1024
/** So much of that again is for days of fare calendars: those of about 250 pairs of stations, for a month. */
const keptDaysShare = 1 / 4
/** Monitors ask every few seconds; a client that asks more often gets the same text again. */
const metricsEveryMs = 1_000
/** A client that has not sent its whole request by then will not send it. */
const requestTimeoutMs = 60_000
/**
 * Longer than load balancers keep idle connections (60 s), so the server never closes one that they are
 * using.
 */
const keepAliveMs = 72_000

/** How soon a connection is closed after its last answer while the server stops. */
const hangUpEveryMs = 50

/**
 * The HTTP interface: builds the server, which does not listen yet. `close()` stops accepting, ends the event
 * streams, and finishes accepted requests.
 */
export function buildServer(deps: HttpDeps): FastifyInstance {
  const connections = makeConnections()
  const metrics = makeHttpMetrics(deps.registry)
  const loop = deps.loop ?? watchLoop(loopClock())
  const lanes = makeLanes(loop.waitMs)
  const admission = makeAdmission({
    busyShare: loop.busyShare,
    lateness: () => latenessOf(loop.waitMs(), lanes),
  })
  const kept = new KeptSessions({
    ...{ store: deps.store, monotonicMs: deps.monotonicMs },
    onFault: (fault) => deps.log.warn({ err: fault }, 'sessions could not be read or noted'),
  })
  const sessions = makeSessions(deps.sessionKeys, kept)
  const keys = makeKeyGate(deps.keys.kept, deps)
  const gate = makeGate({ deps, sessions, keys, lanes, admission, loop, metrics, connections })
  const app = makeApp(deps, gate, connections)
  const context = makeContext(deps, sessions)
  addGauges(deps.registry, { lanes, ...context, waitMs: loop.waitMs })
  handleFaults(app, deps, metrics)
  const routes = listRoutes(app)
  handleUnknownRoutes(app, routes, metrics, showPages(app, deps.pages))
  describeRoutes(app, deps.version)
  // Routes come after the plugin that collects them for the document. Each has its own scope, since few of
  // them read a body.
  for (const operation of operations)
    app.register((scope, _options, done) => {
      if (operation.body) readJsonOnly(scope)
      registerOperation(scope, { context, lanes, metrics }, operation)
      done()
    })
  showReferencePages(app)
  app.addHook('onReady', () => deps.keys.kept.open())
  app.addHook('preClose', (done) => {
    deps.keys.kept.close()
    context.stop()
    sessions.close()
    loop.stop()
    hangUpWhenIdle(app.server)
    done()
  })
  return app
}

/**
 * Closes each connection once its last answer has gone. Node closes those that are idle at that moment; a
 * client that waits for an answer would keep its own open for as long as it likes.
 */
function hangUpWhenIdle(server: Server): void {
  const timer = setInterval(() => server.closeIdleConnections(), hangUpEveryMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}

/** What the operations share. */
function makeContext(deps: HttpDeps, sessions: Sessions): HttpContext & { stop(): void } {
  let stopping = false
  const streams = makeStreams(deps.limits ? deps.streams : {})
  const keptBytes = deps.keptAnswerBytes ?? keptAnswerBytes
  return {
    deps,
    sessions,
    streams,
    keptAnswers: makeKeptAnswers(keptBytes),
    keptDays: new KeptDays(keptBytes * keptDaysShare),
    seatWatch: makeSeatWatch(deps.store),
    metricsText: atMostEvery(metricsEveryMs, deps.monotonicMs, async () =>
      Buffer.from(await deps.registry.metrics()),
    ),
    isStopping: () => stopping,
    stop() {
      stopping = true
      streams.endAll()
    },
  }
}

function makeApp(deps: HttpDeps, gate: Gate, connections: Connections): FastifyInstance {
  let requests = 0
  // Separates the requests of this process from those of the previous one.
  const processId = Buffer.from(deps.randomBytes(6)).toString('base64url')
  const app = fastify({
    logger: false,
    bodyLimit: bodyLimitsOf(undefined).bytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    // The gate checks it, since Node would send an empty answer.
    http: { requireHostHeader: false },
    trustProxy: deps.trustProxy ?? false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId: () => `${processId}-${(++requests).toString(36)}`,
    clientErrorHandler: handleBrokenRequests(connections),
    routerOptions: { maxParamLength: 16_384 },
    // No hook runs for these errors.
    frameworkErrors(error, request, reply) {
      reply.headers(answerHeaders)
      if (!gate(pageEntrance, request, reply)) return
      sendProblem(request, reply, error.code === 'FST_ERR_BAD_URL' ? 'malformed_request' : 'not_found', {
        errors: [{ pointer: '', detail: 'the URL cannot be decoded' }],
      })
    },
  })
  answerInPlaceOfNode(app.server, connections)
  app.setValidatorCompiler(({ schema, httpPart }) => compileCheck(schema as never, httpPart))
  app.setSerializerCompiler(({ schema }) => writerOf(schema as never, app.getSchemas() as never))
  app.decorateRequest('caller', null)
  app.decorateRequest('idempotencyKey', '')
  app.decorateRequest('arrivedAtMs', 0)
  app.decorateRequest('rateLimit', null)
  let document: Buffer | undefined
  app.decorate('openApiDocument', () => {
    document ??= Buffer.from(JSON.stringify(app.swagger(), null, 2))
    return document
  })
  readNoBodies(app)
  denyUndeclared(app)
  guard(app, gate, connections)
  cutOffWhoDoesNotRead(app.server)
  return app
}

/** Puts the gate before every answer, even those for unknown paths. Call it before there are routes. */
function guard(app: FastifyInstance, gate: Gate, connections: Connections): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(answerHeaders)
    // Routes have their own gate.
    if (request.is404) onceLetIn(gate(pageEntrance, request, reply), done)
    else done()
  })
  app.addHook('onRoute', (route) => {
    const operation = route.config?.operation
    const entrance = operation ?? pageEntrance
    const isEndless = operation !== undefined && isStream(operation)
    const enter: onRequestHookHandler = (request, reply, done) => {
      onceLetIn(gate(entrance, request, reply), (fault) => {
        if (fault) done(fault)
        else connections.inTurn(request.raw, done, isEndless)
      })
    }
    route.onRequest = [enter, ...[route.onRequest ?? []].flat()]
  })
}

/** Goes on once the gate lets a request in, or with the fault that keeps the gate from knowing. */
function onceLetIn(isLetIn: ReturnType<Gate>, goOn: (fault?: Error) => void): void {
  if (isLetIn instanceof Promise) isLetIn.then((isIn) => isIn && goOn(), goOn)
  else if (isLetIn) goOn()
}

/** The server does not start with a route that does not declare who may use it. */
export function denyUndeclared(app: FastifyInstance): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    routes.push(route)
  })
  app.addHook('onReady', (done) => {
    const undeclared = routes.filter(({ config }) => !config?.operation && !config?.page)
    if (undeclared.length === 0) return done()
    const names = undeclared.map(({ method, url }) => `${method} ${url}`).join(', ')
    done(new Error(`routes that do not declare who may use them: ${names}`))
  })
}
