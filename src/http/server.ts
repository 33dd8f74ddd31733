import fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { makeSessions } from '../app/sessions.ts'
import { makeSeatWatch } from '../app/watch-seats.ts'
import { sendProblem } from './answering.ts'
import { handleBrokenRequests } from './broken-requests.ts'
import { compressPublicAnswers } from './compression.ts'
import { bodyLimitBytes, handleFaults } from './faults.ts'
import { makeGate } from './gate.ts'
import type { HttpDeps } from './http-deps.ts'
import { addGauges, makeHttpMetrics } from './http-metrics.ts'
import { makeKeptAnswers } from './kept-answers.ts'
import { makeLanes, watchLag } from './lanes.ts'
import { handleUnknownRoutes } from './not-found.ts'
import { describeRoutes } from './openapi.ts'
import { operations } from './operations.ts'
import { showPages } from './pages.ts'
import { readJsonOnly } from './read-json.ts'
import { showReferencePages } from './reference-pages.ts'
import { registerOperation } from './register-operation.ts'
import { makeStreams } from './streams.ts'
import { compileCheck } from './validation.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page that is no operation of the API, and who may see it. */
    page?: 'public'
  }
  interface FastifyInstance {
    /** The OpenAPI document as text; it does not change while the server runs. */
    openApiText(): string
  }
}

/** Seat maps of some 300 popular runs. */
const keptAnswerBytes = 64 * 1024 * 1024
/** Whoever has not sent a whole request by then is not going to. */
const requestTimeoutMs = 60_000
/** Longer than what load balancers keep idle connections for (60 s), so that it is not us who close one that they are using. */
const keepAliveMs = 72_000

/**
 * The HTTP face: builds the server and does not listen yet. `close()` stops accepting, ends the event streams, and finishes what
 * was accepted.
 */
export function buildServer(deps: HttpDeps): FastifyInstance {
  const app = makeApp(deps)
  let stopping = false
  const metrics = makeHttpMetrics(deps.registry)
  const lag = watchLag(deps.monotonicMs)
  const lanes = makeLanes(lag.lagMs)
  const streams = makeStreams()
  const keptAnswers = makeKeptAnswers(keptAnswerBytes)
  const sessions = makeSessions(deps.sessionSecret)
  addGauges(deps.registry, { lanes, streams, keptAnswers, lagMs: lag.lagMs })
  const context = {
    deps,
    sessions,
    streams,
    keptAnswers,
    seatWatch: makeSeatWatch(deps.store),
    isStopping: () => stopping,
  }
  handleFaults(app, deps, metrics)
  handleUnknownRoutes(app, operations, metrics, showPages(app, deps.pages))
  readJsonOnly(app)
  describeRoutes(app, deps.version)
  // Routes come after the plugin that collects them for the document.
  app.register((scope, _options, done) => {
    compressPublicAnswers(scope)
    const registrar = { context, lanes, metrics, gate: makeGate(deps, sessions, lanes, metrics) }
    for (const operation of operations) registerOperation(scope, registrar, operation)
    done()
  })
  showReferencePages(app)
  app.addHook('preClose', (done) => {
    stopping = true
    streams.endAll()
    lag.stop()
    done()
  })
  return app
}

function makeApp(deps: HttpDeps): FastifyInstance {
  let requests = 0
  // Sets requests of this process apart from those of the one before it.
  const processId = Buffer.from(deps.randomBytes(6)).toString('base64url')
  const app = fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    trustProxy: deps.trustProxy ?? false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId: () => `${processId}-${(++requests).toString(36)}`,
    clientErrorHandler: handleBrokenRequests,
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: (error, request, reply) =>
      sendProblem(request, reply, error.code === 'FST_ERR_BAD_URL' ? 'malformed_request' : 'not_found', {
        errors: [{ pointer: '', detail: 'the address cannot be decoded' }],
      }),
  })
  app.setValidatorCompiler(({ schema, httpPart }) => compileCheck(schema as never, httpPart))
  app.decorateRequest('caller', null)
  app.decorateRequest('idempotencyKey', '')
  app.decorateRequest('arrivedAtMs', 0)
  let text: string | undefined
  app.decorate('openApiText', () => {
    text ??= JSON.stringify(app.swagger(), null, 2)
    return text
  })
  denyUndeclared(app)
  return app
}

/** A route that does not say who may use it is used by nobody: the server does not start with it. */
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
