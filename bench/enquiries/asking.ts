/**
 * A closed-loop generator of enquiries in its own process. Each line on standard input is a plan; each line
 * on standard output is how that plan went.
 *
 *   node bench/enquiries/asking.ts
 */
import { servePlans } from '../generator.ts'
import { type Answer, LoadConnection, requestHead } from '../load-connection.ts'

/** What to ask, and for how long. */
export interface AskPlan {
  readonly port: number
  readonly paths: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly milliseconds: number
}

export interface AskReport {
  /** Those with status 200. */
  readonly answers: number
  readonly milliseconds: number
  /** Refusals by a server that is late, which is what one does on a machine with much other work. */
  readonly others: number
  /** Of the body of one answer. */
  readonly bytes: number
}

async function ask(plan: AskPlan): Promise<AskReport> {
  const startedAt = performance.now()
  const tally = { answers: 0, others: 0, bytes: 0 }
  await Promise.all(
    Array.from({ length: plan.connections }, (_, index) => askOn(plan, index, startedAt, tally)),
  )
  return { ...tally, milliseconds: performance.now() - startedAt }
}

/** How many callers there are; each asks seldom enough to stay within the limits of its address. */
const callers = 5_000

function askOn(
  { port, paths, headers, connections, milliseconds }: AskPlan,
  index: number,
  startedAt: number,
  tally: { answers: number; others: number; bytes: number },
): Promise<void> {
  const heads = paths.map((path) => `${requestHead('GET', path, headers)}X-Forwarded-For: `)
  const connection = new LoadConnection('127.0.0.1', port)
  let next = Math.floor((index * paths.length) / connections)
  return new Promise((resolve, reject) => {
    const send = () => {
      const caller = (next * connections + index) % callers
      const head = heads[next++ % heads.length] ?? ''
      connection.send(`${head}10.0.${caller >> 8}.${caller & 255}\r\n\r\n`, onAnswer, reject)
    }
    const onAnswer = ({ status, body }: Answer) => {
      if (status === 200) {
        tally.answers++
        tally.bytes = body.length
      } else tally.others++
      if (performance.now() - startedAt < milliseconds) return send()
      connection.close()
      resolve()
    }
    send()
  })
}

await servePlans(ask)
