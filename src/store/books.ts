import type { Instant } from '../domain/instant.ts'
import type { MoneyEvent } from '../domain/money/money-event.ts'
import type { EventMark, LedgerLine } from '../domain/records/ledger.ts'

/** At most so many events of a time, half-open, in order of time, run and number, and after one of them. */
export interface MoneyPage {
  readonly from: Instant
  readonly to: Instant
  readonly after: EventMark | null
  readonly limit: number
}

/** At most so many lines of the journal, in order of their numbers, from a number on. */
export interface LinePage {
  readonly from: number
  readonly limit: number
}

/** What bookkeeping reads: what happened with money, and what is written of it in the journal. */
export interface Books {
  moneyEvents(page: MoneyPage): Promise<readonly MoneyEvent[]>
  /** The entries of the audit between two moments, both inclusive, that the journal has lines of. */
  postedEvents(from: Instant, to: Instant): Promise<readonly Pick<LedgerLine, 'ofRunId' | 'ofSeq'>[]>
  ledgerLines(page: LinePage): Promise<readonly LedgerLine[]>
}
