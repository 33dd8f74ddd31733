import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { Type } from 'typebox'
import type { AnswerBytes, Form } from './answer-bytes.ts'
import { answerHeaders } from './answer-headers.ts'
import { askEachTime, hasAlready, tagAsAsked } from './conditional.ts'
import { answeredAlready, type HttpContext, type Operation, type Outcome } from './operation.ts'

type Note = (request: FastifyRequest, status: number) => void

/** How an operation with kept answers answers. */
interface Keeping {
  /**
   * Sends what is kept for this URL, which was checked when the answer was made, in place of all that
   * follows.
   */
  readonly onRequest: onRequestHookHandler
  /**
   * Sends what is kept for this question, or makes the answer, keeps and sends it. Refusals are passed on.
   */
  handle(
    request: FastifyRequest,
    reply: FastifyReply,
    make: () => Promise<Outcome> | Outcome,
  ): Promise<Outcome>
}

/** `note` is told of each answer sent. */
export function makeKeeping(
  operation: Operation,
  { keptAnswers: kept, deps }: Pick<HttpContext, 'keptAnswers' | 'deps'>,
  note: Note,
): Keeping {
  const members =
    operation.query && Type.IsObject(operation.query) ? Object.keys(operation.query.properties) : []
  const mark = operation.keeps === 'weak' ? 'W/' : ''
  // Another version of the program may write the same facts in another way.
  const tagOfBasis = (tag: string) => `${mark}"${deps.version}-${tag}"`

  /** All that the answer depends on, however the URL spells it. */
  function nameOf({ params, query }: FastifyRequest): string {
    const given = query as Readonly<Record<string, unknown>>
    return JSON.stringify([operation.name, params, members.map((name) => given[name])])
  }

  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: AnswerBytes,
  ): Promise<void> | undefined {
    if (request.headers['if-none-match'] !== undefined && hasAlready(request, answer.tag)) {
      sendNotModified(request, reply, tagAsAsked(request, answer.tag) ?? answer.tag)
      note(request, 304)
      return undefined
    }
    const finish = (form: Form) => {
      sendForm(request, reply, form)
      note(request, 200)
    }
    const form = answer.formFor(String(request.headers['accept-encoding'] ?? ''))
    if (form instanceof Promise) return form.then(finish)
    finish(form)
    return undefined
  }

  return {
    onRequest(request, reply, done) {
      const answer = kept.find(request.url)
      if (answer) send(request, reply, answer)?.catch(done)
      else done()
    },
    async handle(request, reply, make) {
      const name = nameOf(request)
      let answer = kept.findNamed(name, request.url)
      if (!answer) {
        const outcome = await make()
        if (outcome === answeredAlready || 'refusal' in outcome || !outcome.basis) return outcome
        const { basis, body } = outcome
        const bytes = Buffer.isBuffer(body) ? body : Buffer.from(textOf(reply, body))
        answer = kept.keep(name, request.url, { basis, tag: tagOfBasis(basis.tag), bytes })
      }
      await send(request, reply, answer)
      return answeredAlready
    },
  }
}

function textOf(reply: FastifyReply, body: unknown): string {
  return typeof body === 'string' ? body : String(reply.serialize(body))
}

/** Past the framework, whose way from here to the socket costs as much as all before it. */
function sendForm(request: FastifyRequest, reply: FastifyReply, { head, body }: Form): void {
  reply.hijack()
  reply.raw.writeHead(200, [...head, ...(request.rateLimit ?? [])])
  if (request.method === 'HEAD') reply.raw.end()
  else reply.raw.end(body, 'latin1')
}

const notModifiedHead = Object.entries({
  ...answerHeaders,
  'cache-control': askEachTime,
  vary: 'accept-encoding',
}).flat()

function sendNotModified({ rateLimit }: FastifyRequest, reply: FastifyReply, etag: string): void {
  reply.hijack()
  reply.raw.writeHead(304, [...notModifiedHead, 'etag', etag, ...(rateLimit ?? [])])
  reply.raw.end()
}
