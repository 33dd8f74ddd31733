import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Caller } from '../app/deps.ts'
import type { Sessions } from '../app/sessions.ts'
import type { SeatWatch } from '../app/watch-seats.ts'
import type { Refused } from '../domain/result.ts'
import type { HttpDeps } from './http-deps.ts'
import type { KeptAnswers } from './kept-answers.ts'
import type { RefusalCode } from './problem.ts'
import type { Streams } from './streams.ts'

/** Who may ask: anybody, any caller with a session, or only the owner of the thing that is asked for. */
export type Access = 'public' | 'caller' | 'owner'
/** What is given up first when there is too much to do is `read`, then `hold`; `confirm` never is. */
export type Lane = 'confirm' | 'hold' | 'read'

/** What operations share beside the use cases' own dependencies. */
export interface HttpContext {
  readonly deps: HttpDeps
  readonly sessions: Sessions
  readonly seatWatch: SeatWatch
  readonly keptAnswers: KeptAnswers
  readonly streams: Streams
  readonly isStopping: () => boolean
}

/** A refusal that one of the use cases gave; the total table of `problem.ts` knows its status. */
export type AnyRefusal = Refused<{ readonly code: RefusalCode }>

export interface Answer {
  readonly status: number
  /** Undefined for an answer without a body; bytes and text go out as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** For an operation that writes its answer itself, as a stream does. */
export const answeredAlready = Symbol('answered already')

export interface Asked<P, Q, B> {
  readonly caller: Caller
  /** Empty where the operation needs none. */
  readonly idempotencyKey: string
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export type Outcome = Answer | AnyRefusal | typeof answeredAlready

/** One operation of the API, all that there is to say of it: a route is refused at start when a declaration is missing. */
export interface Operation<
  P extends TSchema = TSchema,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
> {
  /** `operationId` of the OpenAPI document, and the name in metrics. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** As in the OpenAPI document, with parameters as `{train_run_id}`. */
  readonly path: string
  readonly access: Access
  readonly idempotency: 'key' | 'none'
  readonly lane: Lane
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly bodyExamples?: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>
  readonly headers?: readonly HeaderDoc[]
  /** Keeps the body as it came in, byte for byte, for a signature over it. */
  readonly keepsRawBody?: true
  /** Answers by status; null where there is no body. */
  readonly answers: Readonly<Record<number, AnswerDoc>>
  /** Codes of its own; those that every operation of its kind has are added from its declarations. */
  readonly refusals: readonly RefusalCode[]
  readonly handle: (
    context: HttpContext,
    asked: Asked<Static<P>, Static<Q>, Static<B>>,
  ) => Promise<Outcome> | Outcome
}

export interface HeaderDoc {
  readonly name: string
  readonly description: string
}

export interface AnswerDoc {
  readonly description: string
  readonly schema: TSchema | null
  readonly mediaType?: string
  readonly headers?: readonly HeaderDoc[]
}

/** Whether HEAD is answered too. A stream has no end, so it has nothing that could be left out. */
export function hasHead({ method, answers }: Pick<Operation, 'method' | 'answers'>): boolean {
  return method === 'GET' && answers[200]?.mediaType !== 'text/event-stream'
}

/** Whether it only reads (RFC 9110 section 9.2.1). */
export function isSafe({ method }: Pick<Operation, 'method'>): boolean {
  return method === 'GET'
}

/** Lets the types of schemas reach the handler. */
export function defineOperation<P extends TSchema, Q extends TSchema, B extends TSchema>(
  operation: Operation<P, Q, B>,
): Operation<P, Q, B> {
  return operation
}

/** The codes that follow from what an operation declares, beside its own. */
export function refusalsOf(operation: Operation): readonly RefusalCode[] {
  const codes = new Set<RefusalCode>(operation.refusals)
  if (operation.params || operation.query || operation.body) codes.add('malformed_request')
  if (operation.idempotency === 'key') {
    for (const code of ['idempotency_key_missing', 'idempotency_key_reused', 'outcome_unknown'] as const)
      codes.add(code)
  }
  if (operation.access !== 'public') codes.add('unauthenticated')
  if (operation.access !== 'public' && !isSafe(operation)) codes.add('forbidden')
  if (operation.body)
    for (const code of ['body_too_large', 'unsupported_media_type'] as const) codes.add(code)
  for (const code of ['rate_limited', 'overloaded', 'internal_error'] as const) codes.add(code)
  return [...codes]
}
