import type pg from 'pg'
import type { ColumnKind } from '../columns/column.ts'
import type { Row } from '../rows.ts'

/** A statement that a connection prepares once, and its values as the server reads them. */
export interface Prepared {
  readonly name: string
  readonly text: string
  readonly values: readonly string[]
  /** The columns of its rows, in their order; left out if it gives none. */
  readonly columns?: readonly { readonly name: string; readonly kind: ColumnKind }[]
}

/** How often each connection has executed the statements that it has prepared. */
const usesOn = new WeakMap<pg.Connection, Map<string, number>>()

/**
 * While a table is small, any index that begins with the run seems as good as that of the key, and a plan
 * that takes it reads all rows of the run for each one that it looks for. So plans are made again after 8
 * uses, 16, 32, ...: the planner looks at the size that the table has by then.
 */
const firstRenewal = 8

/** The name under which a statement is prepared for its next use, and whether it has to be prepared first. */
function nextName(
  connection: pg.Connection,
  { name }: Prepared,
): { readonly name: string; readonly isNew: boolean } {
  const uses = usesOn.get(connection) ?? new Map<string, number>()
  usesOn.set(connection, uses)
  const count = uses.get(name) ?? 0
  uses.set(name, count + 1)
  const power = Math.floor(Math.log2(Math.max(1, count)))
  const renewals = count < firstRenewal ? 0 : power
  const isNew = count === 0 || (renewals > 0 && count === 2 ** power)
  return { name: renewals === 0 ? name : `${name}_${renewals}`, isNew }
}

/**
 * Several statements in one flush, which `Client.query` sends. One Sync ends it, so the server skips
 * everything after the first statement that fails. After a failure the connection has to be closed, because
 * it is unknown what it has prepared.
 */
export class PreparedFlush implements pg.Submittable {
  readonly statements: readonly Prepared[]
  /** Resolves with the rows of each statement. */
  readonly answered: Promise<readonly (readonly Row[])[]>
  readonly #rows: Row[][] = []
  readonly #tags: string[] = []
  #current: Row[] = []
  readonly #settle: { resolve(rows: readonly (readonly Row[])[]): void; reject(error: unknown): void }

  constructor(statements: readonly Prepared[]) {
    this.statements = statements
    const { promise, resolve, reject } = Promise.withResolvers<readonly (readonly Row[])[]>()
    this.answered = promise
    this.#settle = { resolve, reject }
  }

  /** What the server has said of the statements that it has executed. */
  get tags(): readonly string[] {
    return this.#tags
  }

  submit(connection: pg.Connection): void {
    connection.stream.cork()
    try {
      for (const statement of this.statements) {
        const { name, isNew } = nextName(connection, statement)
        if (isNew) connection.parse({ name, text: statement.text, types: [] }, true)
        connection.bind({ statement: name, values: [...statement.values] }, true)
        connection.execute({}, true)
      }
      connection.sync()
    } finally {
      connection.stream.uncork()
    }
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const { columns = [] } = this.statements[this.#tags.length] ?? {}
    const row: Record<string, string | number | null> = {}
    for (const [index, { name, kind }] of columns.entries()) {
      const value = fields[index] ?? null
      row[name] = value === null || kind === 'text' ? value : Number(value)
    }
    this.#current.push(row)
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#rows.push(this.#current)
    this.#current = []
    this.#tags.push(text)
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#rows)
  }

  handleError(error: unknown): void {
    this.#settle.reject(error)
  }
}
