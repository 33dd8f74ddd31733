import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Basis } from '../app/basis.ts'
import type { Caller } from '../app/deps.ts'
import type { KeptDays } from '../app/inventory/kept-days.ts'
import type { SeatWatch } from '../app/inventory/watch-seats.ts'
import type { Sessions } from '../app/people/sessions.ts'
import type { Refused } from '../domain/result.ts'
import type { BodyLimits } from './body-limits.ts'
import type { Entrance } from './entrance.ts'
import type { HttpDeps } from './http-deps.ts'
import type { KeptAnswers } from './kept-answers.ts'
import type { RefusalCode } from './problem.ts'
import type { Streams } from './streams.ts'

/** What operations share, in addition to the dependencies of the use cases. */
export interface HttpContext {
  readonly deps: HttpDeps
  readonly sessions: Sessions
  readonly seatWatch: SeatWatch
  readonly keptAnswers: KeptAnswers
  readonly keptDays: KeptDays
  readonly streams: Streams
  readonly isStopping: () => boolean
  /** The text of `/metrics`, generated at most once a second. */
  readonly metricsText: () => Promise<Buffer>
}

/** A refusal by one of the use cases; the table in `problem.ts` has its status. */
type AnyRefusal = Refused<{ readonly code: RefusalCode }>

/** Answers by status. */
type Answers = Readonly<Record<number, AnswerDoc>>

export interface Answer<Body = unknown> {
  readonly status: number
  /** Undefined for an answer without a body; bytes and text are sent unchanged. */
  readonly body?: Body
  readonly headers?: Readonly<Record<string, string>>
  /** What it was made from, if the operation keeps its answers. */
  readonly basis?: Basis
}

/** The body that an answer's schema describes, or text already made from it. */
type BodyIn<A extends Answers> = BodyOf<A[keyof A & number]['schema']>
type BodyOf<S extends TSchema | null> = S extends TSchema ? Static<S> | Buffer | string : undefined

/** For an operation that writes its own answer, as a stream does. */
export const answeredAlready = Symbol('answered already')

interface Asked<P, Q, B> {
  readonly caller: Caller
  /** Empty if the operation needs none. */
  readonly idempotencyKey: string
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export type Outcome<A extends Answers = Answers> = Answer<BodyIn<A>> | AnyRefusal | typeof answeredAlready

/**
 * One operation of the API, with everything that describes it. The server does not start if a route lacks its
 * declaration.
 */
export interface Operation<
  P extends TSchema = TSchema,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
  A extends Answers = Answers,
> extends Entrance {
  /** `operationId` of the OpenAPI document, and the name in metrics. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** As in the OpenAPI document, with parameters as `{train_run_id}`. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly bodyExamples?: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>
  readonly headers?: readonly HeaderDoc[]
  /** How large and deep a body may be, if not as usual (`body-limits.ts`). */
  readonly bodyLimits?: Partial<BodyLimits>
  /** Takes the body as it came, byte for byte: it is parsed only once its signature was found genuine. */
  readonly takesRawBody?: true
  readonly answers: A
  /**
   * Keeps its answers as bytes while their basis is current, with a tag of that basis. The answers may depend
   * on nothing else in a request but its path and its query. The tag is `strong` if the same basis always
   * gives the same bytes, and `weak` if answers also name the moment when they were made.
   */
  readonly keeps?: 'strong' | 'weak'
  /** Its own codes; `refusalsOf` adds those that follow from its declarations. */
  readonly refusals: readonly RefusalCode[]
  /** A method, so operations with different requests fit into one list. */
  handle(
    context: HttpContext,
    asked: Asked<Static<P>, Static<Q>, Static<B>>,
  ): Promise<Outcome<A>> | Outcome<A>
}

interface HeaderDoc {
  readonly name: string
  readonly description: string
}

export interface AnswerDoc {
  readonly description: string
  /** Null if there is no body. */
  readonly schema: TSchema | null
  readonly mediaType?: string
  /** Another media type that a client gets if its `Accept` asks for it. */
  readonly alsoAs?: string
  readonly headers?: readonly HeaderDoc[]
}

/** True if its answer never ends. */
export function isStream({ answers }: Pick<Operation, 'answers'>): boolean {
  return answers[200]?.mediaType === 'text/event-stream'
}

/** True if the operation also answers HEAD. A stream never ends, so it has no body to leave out. */
export function hasHead(operation: Pick<Operation, 'method' | 'answers'>): boolean {
  return operation.method === 'GET' && !isStream(operation)
}

/** True if it only reads (RFC 9110 section 9.2.1). */
function isSafe({ method }: Pick<Operation, 'method'>): boolean {
  return method === 'GET'
}

/** Lets the types of schemas reach the handler. */
export function defineOperation<P extends TSchema, Q extends TSchema, B extends TSchema, A extends Answers>(
  operation: Operation<P, Q, B, A>,
): Operation<P, Q, B, A> {
  return operation
}

/** The operation's own codes, and those that follow from its declarations. */
export function refusalsOf(operation: Operation): readonly RefusalCode[] {
  const codes = new Set<RefusalCode>(operation.refusals)
  if (operation.params || operation.query || operation.body) codes.add('malformed_request')
  if (operation.idempotency === 'key') {
    for (const code of ['idempotency_key_missing', 'idempotency_key_reused', 'outcome_unknown'] as const)
      codes.add(code)
  }
  if (operation.access !== 'public') codes.add('unauthenticated')
  if (operation.right !== undefined) codes.add('forbidden')
  if (operation.access !== 'public' && !isSafe(operation)) codes.add('forbidden')
  if (operation.body)
    for (const code of ['body_too_large', 'unsupported_media_type'] as const) codes.add(code)
  for (const code of ['rate_limited', 'overloaded', 'internal_error'] as const) codes.add(code)
  return [...codes]
}
