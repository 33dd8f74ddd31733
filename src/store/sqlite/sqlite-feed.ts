import type { SqlValue } from '../columns/column.ts'
import { auditTable } from '../columns/inventory.ts'
import type { Feed, FeedPage } from '../feed.ts'
import type { Row } from '../rows.ts'

type Ask = (sql: string, ...values: readonly SqlValue[]) => Promise<readonly Row[]>

/**
 * The feed of a file: commits follow one another, and rows get their numbers in them, so that these are in
 * the order of commits. The newest row is never deleted, so no number comes back.
 */
export class SqliteFeed implements Feed {
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = ask
  }

  async read(after: string | null, limit: number): Promise<FeedPage | undefined> {
    const start = Number(after ?? 0)
    if (!/^\d{1,15}$/.test(after ?? '0') || start > Number(await this.end())) return undefined
    const rows = await this.#ask('SELECT * FROM audit_entries WHERE id > ? ORDER BY id LIMIT ?', start, limit)
    const entries = rows.map((row) => ({ entry: auditTable.read(row), position: String(row.id) }))
    const next = entries.at(-1)?.position ?? String(start)
    return { entries, next, isLast: rows.length < limit }
  }

  async end(): Promise<string> {
    const [row] = await this.#ask('SELECT max(id) AS last FROM audit_entries')
    return String(row?.last ?? 0)
  }
}
