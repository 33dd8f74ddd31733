import type { TestContext } from 'node:test'
import pg from 'pg'

/**
 * The statements sent over a connection between BEGIN and COMMIT, without these two, or one statement outside
 * of any transaction.
 */
export type SentTransaction = string[]

const frame = /^(BEGIN|COMMIT|ROLLBACK|SET LOCAL)\b/

/** Records everything sent over this process's connections until it is stopped or the test ends. */
export function recordStatements(t: TestContext): { readonly transactions: SentTransaction[]; stop(): void } {
  const transactions: SentTransaction[] = []
  const open = new WeakMap<object, SentTransaction>()
  const query = pg.Client.prototype.query as (this: object, ...args: unknown[]) => unknown
  const recorder = t.mock.method(pg.Client.prototype, 'query', function (this: object, ...args: unknown[]) {
    for (const statement of statementsOf(String(args[0]))) {
      if (/^BEGIN\b/.test(statement)) open.set(this, [])
      const sent = open.get(this) ?? []
      if (!frame.test(statement)) sent.push(statement)
      if (/^(COMMIT|ROLLBACK)\b/.test(statement) || !open.has(this)) {
        if (sent.length > 0) transactions.push(sent)
        open.delete(this)
      }
    }
    return query.apply(this, args)
  })
  return { transactions, stop: () => recorder.mock.restore() }
}

/** The statements of a message. A quote inside a text is doubled, so it opens and closes at once. */
export function statementsOf(text: string): string[] {
  const statements: string[] = []
  let isInText = false
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === "'") isInText = !isInText
    if (at < text.length && (text[at] !== ';' || isInText)) continue
    const statement = text.slice(start, at).trim()
    if (statement !== '') statements.push(statement)
    start = at + 1
  }
  return statements
}
