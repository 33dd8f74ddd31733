import type { AuditEntry } from '../domain/records/audit.ts'

/** An entry of the audit, and the position right after it. */
interface FedEntry {
  readonly entry: AuditEntry
  readonly position: string
}

export interface FeedPage {
  /** In an order that keeps that of each run. Entries that are no event may be missing. */
  readonly entries: readonly FedEntry[]
  /** Where to go on; the same as before if nothing has happened. */
  readonly next: string
  /** Nothing more is known at this moment. */
  readonly isLast: boolean
}

/**
 * The entries of the audit of all runs in one order, which only ever grows at its end: what is committed
 * later never comes before a position that was given out.
 */
export interface Feed {
  /**
   * Reads at most so many entries after a position; from the first one that is kept if it is null. Undefined
   * if the position cannot be one of this database.
   */
  read(after: string | null, limit: number): Promise<FeedPage | undefined>
  /** The position after everything that is known at this moment. */
  end(): Promise<string>
}
