import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { type Answer, failed, type Operation, parseOperation } from '../operations.ts'
import type { Asker, Desk } from './desk.ts'
import type { Ledger } from './ledger.ts'
import { type MockSettings, parseDelay } from './outcome.ts'
import { paymentBody } from './steps.ts'

// Imported, it would slow down every start (`costlyImports`).
const { createServer } = process.getBuiltinModule('node:http')

const maxBodyBytes = 4 * 1024 * 1024
const maxBatch = 5_000
const maxPage = 1_000

/** The immediate answer of a handler; undefined if the answer comes later or never. */
type Reaction = Answer | undefined

/** The HTTP interface of the mock service; `docs/payments.md` shows it in curl commands. */
export function mockServer(desk: Desk, ledger: Ledger): Server {
  const server = createServer((request, response) => {
    const react = (reaction: Reaction) => {
      if (reaction) send(response, reaction)
    }
    if (request.method === 'GET') react(get(request, response, desk, ledger))
    else readBody(request, (body) => react(change(request, response, desk, body)))
  })
  server.keepAliveTimeout = 60_000
  server.requestTimeout = 0
  return server
}

const paymentPath = /^\/v1\/payments\/([^/?]+)(?:\/(capture|void|refunds))?$/

function get(request: IncomingMessage, response: ServerResponse, desk: Desk, ledger: Ledger): Reaction {
  const url = new URL(request.url ?? '/', 'http://mock.invalid')
  const key = paymentPath.exec(url.pathname)
  if (key?.[1] && !key[2]) return submit({ op: 'find', key: decodeKey(key[1]) }, response, desk)
  switch (url.pathname) {
    case '/v1/payments':
      return { status: 200, body: page(url, ledger) }
    case '/v1/totals':
      return { status: 200, body: totals(ledger) }
    case '/v1/settings':
      return { status: 200, body: settingsBody(desk.settings) }
    case '/healthz':
      return { status: 200, body: { status: 'ok' } }
    default:
      return failed(404, 'not_found', `there is no ${url.pathname} here`)
  }
}

function change(request: IncomingMessage, response: ServerResponse, desk: Desk, body: Body): Reaction {
  if (body.unreadable) return body.unreadable
  const path = request.url ?? '/'
  if (request.method === 'PUT' && path === '/v1/settings') return changeSettings(desk, body.fields)
  if (request.method !== 'POST') return failed(405, 'method_not_allowed', 'use GET or POST')
  if (path === '/v1/batch') return runBatch(response, desk, body.fields)
  if (path === '/v1/payments') return ask({ ...body.fields, op: 'authorize' }, response, desk)
  if (path === '/v1/payouts') return ask({ ...body.fields, op: 'pay_out' }, response, desk)
  const match = paymentPath.exec(path)
  if (!match?.[1] || !match[2]) return failed(404, 'not_found', `there is no ${path} here`)
  const op = match[2] === 'refunds' ? 'refund' : match[2]
  return ask({ ...body.fields, op, key: decodeKey(match[1]) }, response, desk)
}

function ask(value: unknown, response: ServerResponse, desk: Desk): Reaction {
  const operation = parseOperation(value)
  if (typeof operation === 'string') return failed(400, 'malformed_request', operation)
  return submit(operation, response, desk)
}

/** One operation as one request; the answer comes when it is decided, perhaps late or never. */
function submit(operation: Operation, response: ServerResponse, desk: Desk): undefined {
  const asker: Asker = { answer: (answer) => send(response, answer) }
  response.on('close', () => {
    if (!response.writableFinished) desk.leave(operation.key, asker)
  })
  desk.submit(operation, asker)
}

/**
 * Many operations in one request. Each has the outcome that it would have alone. One that is not decided at
 * once gets status 202; a separate request for it waits for the decision.
 */
function runBatch(response: ServerResponse, desk: Desk, body: object): Reaction {
  const operations = 'operations' in body ? body.operations : undefined
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > maxBatch)
    return failed(400, 'malformed_request', `operations must be a list of 1 to ${maxBatch}`)
  const answers = new Array<Answer>(operations.length)
  let missing = operations.length
  const put = (index: number, answer: Answer) => {
    if (answers[index]) return
    answers[index] = answer
    missing -= 1
    if (missing === 0) send(response, { status: 200, body: { answers } })
  }
  for (const [index, value] of operations.entries()) {
    const operation = parseOperation(value)
    if (typeof operation === 'string') put(index, failed(400, 'malformed_request', operation))
    else submitPart(operation, desk, (answer) => put(index, answer))
  }
}

function submitPart(operation: Operation, desk: Desk, put: (answer: Answer) => void): void {
  const asker: Asker = {
    answer: put,
    pending: () => {
      put({ status: 202, body: { key: operation.key, status: 'pending' } })
      desk.leave(operation.key, asker)
    },
  }
  desk.submit(operation, asker)
}

function page(url: URL, ledger: Ledger): object {
  const after = Number(url.searchParams.get('after') ?? 0)
  const limit = Number(url.searchParams.get('limit') ?? 100)
  const rows = ledger.list(
    Number.isSafeInteger(after) && after > 0 ? after : 0,
    url.searchParams.get('prefix') ?? '',
    Number.isSafeInteger(limit) ? Math.min(Math.max(limit, 1), maxPage) : 100,
  )
  const last = rows.at(-1)
  return {
    payments: rows.map((row) => paymentBody(row, row.refundedCents > 0 ? ledger.refundKeys(row.key) : [])),
    next: last ? String(last.changeSeq) : null,
  }
}

function totals(ledger: Ledger): object {
  return {
    totals: ledger.totals().map((sum) => ({
      currency: sum.currency,
      payments: sum.payments,
      authorized_cents: sum.authorizedCents,
      captured_cents: sum.capturedCents,
      refunded_cents: sum.refundedCents,
    })),
  }
}

function settingsBody({ failRate, timeoutRate, delayMs, seed }: MockSettings): object {
  return { fail_rate: failRate, timeout_rate: timeoutRate, delay_ms: `${delayMs.from}-${delayMs.to}`, seed }
}

function changeSettings(desk: Desk, body: object): Answer {
  const fields: Record<string, unknown> = { ...body }
  const before = desk.settings
  const failRate = fields.fail_rate ?? before.failRate
  const timeoutRate = fields.timeout_rate ?? before.timeoutRate
  const seed = fields.seed ?? before.seed
  const delayMs = fields.delay_ms === undefined ? before.delayMs : parseDelay(String(fields.delay_ms))
  if (!isRate(failRate) || !isRate(timeoutRate) || typeof seed !== 'number' || !delayMs) {
    const detail =
      'fail_rate and timeout_rate must be 0 to 1, delay_ms like "50" or "20-80", and seed a number'
    return failed(400, 'malformed_request', detail)
  }
  desk.settings = { failRate, timeoutRate, delayMs, seed }
  return { status: 200, body: settingsBody(desk.settings) }
}

function isRate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}

/** A request's JSON object, or the answer that says why it is invalid. */
interface Body {
  readonly fields: object
  readonly unreadable?: Answer
}

function readBody(request: IncomingMessage, use: (body: Body) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= maxBodyBytes) chunks.push(chunk)
  })
  request.on('end', () => {
    const fields = size > maxBodyBytes ? undefined : parseObject(chunks)
    if (fields) use({ fields })
    else if (size > maxBodyBytes)
      use({ fields: {}, unreadable: failed(413, 'body_too_large', `at most ${maxBodyBytes} bytes`) })
    else use({ fields: {}, unreadable: failed(400, 'malformed_request', 'the body must be a JSON object') })
  })
}

/** The object in a body; an empty body is an empty object, and anything else is undefined. */
function parseObject(chunks: readonly Buffer[]): object | undefined {
  const text = chunks.length === 1 ? chunks[0]?.toString() : Buffer.concat(chunks).toString()
  if (!text) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  if (response.headersSent || response.destroyed) return
  const text = JSON.stringify(body)
  const length = Buffer.byteLength(text)
  response.sendDate = false
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length })
  response.end(text)
}
