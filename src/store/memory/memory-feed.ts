import type { AuditEntry } from '../../domain/records/audit.ts'
import type { Feed, FeedPage } from '../feed.ts'

/** The feed of plain lists: the entries in the order of their commits. */
export class MemoryFeed implements Feed {
  readonly #entries: AuditEntry[] = []
  readonly #isKept: (entry: AuditEntry) => boolean

  constructor(isKept: (entry: AuditEntry) => boolean) {
    this.#isKept = isKept
  }

  add(entries: readonly AuditEntry[]): void {
    this.#entries.push(...entries)
  }

  async read(after: string | null, limit: number): Promise<FeedPage | undefined> {
    const start = Number(after ?? 0)
    if (!/^\d{1,15}$/.test(after ?? '0') || start > this.#entries.length) return undefined
    const some = this.#entries.slice(start, start + limit)
    const entries = some
      .map((entry, index) => ({ entry, position: String(start + index + 1) }))
      .filter(({ entry }) => this.#isKept(entry))
    return { entries, next: String(start + some.length), isLast: some.length < limit }
  }

  async end(): Promise<string> {
    return String(this.#entries.length)
  }
}
