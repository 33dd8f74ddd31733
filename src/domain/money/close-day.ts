import { assert } from '../assert.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { ActedBy } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import { type Closing, type DayTotal, dayId, type EventMark, type LedgerLine } from '../records/ledger.ts'
import { accept, refuse } from '../result.ts'

type View = Pick<Inventory, 'people'>

/** A day of the railway, half-open. */
interface BeginDay {
  readonly day: string
  readonly fromAt: Instant
  readonly toAt: Instant
  readonly by: ActedBy
}

export type CloseDayRefusal =
  | { readonly code: 'day_already_closed'; readonly day: string }
  | { readonly code: 'day_not_over'; readonly until: Instant }
  | { readonly code: 'earlier_day_open'; readonly day: string }

/**
 * Begins to close a day, or goes on with a closing that somebody has begun. The first day that is ever closed
 * takes in everything before it; after that, days are closed one after the other. The scope has to name the
 * last closings. Refuses in the order of the union above.
 */
export function beginDay(
  view: View,
  { day, fromAt, toAt, by }: BeginDay,
  now: Instant,
): Decision<Closing, CloseDayRefusal> {
  const last = lastClosing(view)
  const id = dayId(day)
  if (last?.day === day && last.state === 'CLOSING') return { reply: accept(last), changes: [] }
  if (last && last.id >= id) return { reply: refuse({ code: 'day_already_closed', day }), changes: [] }
  const next = last && nextDayOf(last)
  if (next !== undefined && next !== day)
    return { reply: refuse({ code: 'earlier_day_open', day: next }), changes: [] }
  if (now < toAt) return { reply: refuse({ code: 'day_not_over', until: toAt }), changes: [] }
  const row: Closing = {
    ...{ id, day, state: 'CLOSING', fromAt: last?.toAt ?? fromAt, toAt, mark: null, totals: [] },
    ...{ firstNumber: last?.nextNumber ?? 1, nextNumber: last?.nextNumber ?? 1, digest: last?.digest ?? '' },
    ...{ closedAt: null, staffId: by.staffId, keyId: by.keyId },
  }
  return { reply: accept(row), changes: [{ kind: 'person_added', of: 'closing', row }] }
}

/** The closing that was begun last; undefined if no day was ever closed. */
function lastClosing(view: View): Closing | undefined {
  return view.people('closing').at(-1)
}

/** The day that has to be closed next: the same one while its closing is under way. */
export function nextDayOf({ day, state }: Closing): string {
  return state === 'CLOSING' ? day : Temporal.PlainDate.from(day).add({ days: 1 }).toString()
}

/** A line without the number that it gets. */
export type NewLine = Omit<LedgerLine, 'id' | 'day'>

interface AddLines {
  readonly day: string
  /** How far the closing had come when the lines were made. */
  readonly expected: EventMark | null
  readonly lines: readonly NewLine[]
  /** How far it comes with them. */
  readonly mark: EventMark
  /** Of everything up to these lines. */
  readonly digest: string
}

/**
 * Writes the next lines of a day. Whoever else closes the same day may have been faster: then nothing is
 * written, and the answer says how far the closing has come.
 */
export function addLines(view: View, command: AddLines): Decision<Closing, never> {
  const closing = underWay(view, command.day)
  if (!isAt(closing, command.expected)) return { reply: accept(closing), changes: [] }
  const lines = command.lines.map((line, index): LedgerLine => {
    return { id: closing.nextNumber + index, day: closing.day, ...line }
  })
  const row: Closing = {
    ...closing,
    nextNumber: closing.nextNumber + lines.length,
    mark: command.mark,
    totals: totalsWith(closing.totals, lines),
    digest: command.digest,
  }
  return {
    reply: accept(row),
    changes: [
      ...lines.map((line): Change => ({ kind: 'person_added', of: 'ledgerLine', row: line })),
      { kind: 'person_changed', of: 'closing', row },
    ],
  }
}

/** Ends a closing that has read everything, as the entry of chain 0 says; does nothing if it is closed. */
export function endDay(
  view: View,
  { day, expected, by }: { readonly day: string; readonly expected: EventMark | null; readonly by: ActedBy },
  now: Instant,
): Decision<Closing, never> {
  const closing = underWay(view, day)
  if (!isAt(closing, expected)) return { reply: accept(closing), changes: [] }
  const row: Closing = { ...closing, state: 'CLOSED', closedAt: now }
  const { firstNumber, nextNumber, digest } = row
  const facts = { day, first_number: firstNumber, next_number: nextNumber, digest }
  const nothing = { userId: null, holdId: null, paymentId: null, bookingId: null }
  return {
    reply: accept(row),
    changes: [
      { kind: 'person_changed', of: 'closing', row },
      { kind: 'noted', note: { action: 'day_closed', ...nothing, facts, by } },
    ],
  }
}

function underWay(view: View, day: string): Closing {
  const closing = view.people('closing').find((one) => one.day === day)
  assert(closing, `nobody has begun to close ${day}`)
  return closing
}

/** Whether a closing is under way and has come exactly so far. */
function isAt({ state, mark }: Closing, expected: EventMark | null): boolean {
  if (state !== 'CLOSING') return false
  if (mark === null || expected === null) return mark === expected
  return mark.at === expected.at && mark.trainRunId === expected.trainRunId && mark.seq === expected.seq
}

/** What lines add up to, currency by currency. */
export function totalsWith(
  totals: readonly DayTotal[],
  lines: readonly Pick<LedgerLine, 'currency' | 'amountCents'>[],
): readonly DayTotal[] {
  const byCurrency = new Map(totals.map((total) => [total.currency, total]))
  for (const { currency, amountCents } of lines) {
    const known = byCurrency.get(currency) ?? { currency, lines: 0, amountCents: 0 }
    byCurrency.set(currency, {
      currency,
      lines: known.lines + 1,
      amountCents: known.amountCents + amountCents,
    })
  }
  return [...byCurrency.values()]
}
