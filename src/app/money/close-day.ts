import { createHash } from 'node:crypto'
import { after, dayMs, type Instant } from '../../domain/instant.ts'
import {
  addLines,
  beginDay,
  type CloseDayRefusal,
  endDay,
  type NewLine,
  nextDayOf,
  totalsWith,
} from '../../domain/money/close-day.ts'
import { accountNumber, transfersOf } from '../../domain/money/journal.ts'
import type { MoneyEvent } from '../../domain/money/money-event.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import type { Closing, DayTotal, LedgerLine } from '../../domain/records/ledger.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { dayAt, railwayDay } from './railway-day.ts'
import { eventsInPage, markOf } from './read-events.ts'

type CloseDeps = Pick<Deps, 'store' | 'settings'>

/**
 * What became known of a closed day only later is looked for so far back. A commit is known within seconds;
 * this is for clocks that were wrong.
 */
const lateForMs = 7 * dayMs

const scope = { trainRunId: actsRunId, people: { closings: 'last' } } as const

/**
 * Closes a day of the railway: makes lines of everything that has none yet and happened before the day ended,
 * slice by slice, and then ends the day for good. Whoever else closes it at the same time works on the same
 * closing; one that was left unfinished is taken up where it stopped.
 */
export async function closeDay(
  deps: CloseDeps,
  { day, by }: { readonly day: string; readonly by: ActedBy },
): Promise<Reply<Closing, CloseDayRefusal>> {
  const { store } = deps
  const begin = { ...railwayDay(deps, day), by }
  const begun = await store.decide(scope, (view, now) => beginDay(view, begin, now))
  if (!begun.ok) return begun
  let closing = begun.value
  while (closing.state === 'CLOSING') closing = await goOn(deps, closing, by)
  return accept(closing)
}

/** The next step of a closing that is under way. */
async function goOn(deps: CloseDeps, closing: Closing, by: ActedBy): Promise<Closing> {
  const { store } = deps
  const { day, mark: expected } = closing
  const slice = await nextSlice(deps, closing)
  const reply = slice
    ? await store.decide(scope, (view) => addLines(view, { day, expected, ...slice }))
    : await store.decide(scope, (view, now) => endDay(view, { day, expected, by }, now))
  return reply.ok ? reply.value : closing
}

/** The next lines of a closing; undefined if there is nothing left to read. */
async function nextSlice({ store, settings }: CloseDeps, closing: Closing) {
  const page = await store.books.moneyEvents({
    ...{ from: readFrom(closing), to: closing.toAt, after: closing.mark, limit: eventsInPage },
  })
  const mark = markOf(page)
  if (mark === null) return undefined
  const unposted = await withoutPosted({ store }, page, closing.fromAt)
  const lines = unposted.flatMap((event) => linesOf(event, settings))
  return { lines, mark, digest: digestOf(closing, lines) }
}

/** The first day that is ever closed takes in everything before it. */
function readFrom({ firstNumber, fromAt }: Closing): Instant {
  return firstNumber === 1 ? (0 as Instant) : after(fromAt, -lateForMs)
}

/** Leaves out what is in the journal with an earlier day. */
async function withoutPosted(
  { store }: Pick<Deps, 'store'>,
  page: readonly MoneyEvent[],
  fromAt: Instant,
): Promise<readonly MoneyEvent[]> {
  const earlier = page.filter(({ at }) => at < fromAt)
  const [first, last] = [earlier[0], earlier.at(-1)]
  if (!first || !last) return page
  const posted = await store.books.postedEvents(first.at, last.at)
  const names = new Set(posted.map(({ ofRunId, ofSeq }) => `${ofRunId}:${ofSeq}`))
  return page.filter(({ trainRunId, seq }) => !names.has(`${trainRunId}:${seq}`))
}

function linesOf(event: MoneyEvent, { accounts }: Pick<Deps['settings'], 'accounts'>): readonly NewLine[] {
  const { at, trainRunId, seq, action, currency, method, paymentId, bookingId } = event
  return transfersOf(event).map(({ debit, credit, cents }, part) => ({
    ...{ at, ofRunId: trainRunId, ofSeq: seq, part, event: action },
    debit: accountNumber(accounts, debit, method),
    credit: accountNumber(accounts, credit, method),
    ...{ amountCents: cents, currency, method, paymentId, bookingId },
  }))
}

/** The digest of a closing with more lines: SHA-256 of the digest before and each line in turn. */
function digestOf({ digest, nextNumber, day }: Closing, lines: readonly NewLine[]): string {
  return lines.reduce(
    (before, line, index) => digestWith(before, { id: nextNumber + index, day, ...line }),
    digest,
  )
}

/** The digest of everything up to a line. */
export function digestWith(before: string, line: LedgerLine): string {
  const { id, day, at, ofRunId, ofSeq, part, event, debit, credit, amountCents, currency } = line
  const { method, paymentId, bookingId } = line
  const text = JSON.stringify([
    ...[before, id, day, at, ofRunId, ofSeq, part, event, debit, credit, amountCents, currency],
    ...[method, paymentId, bookingId],
  ])
  return createHash('sha256').update(text).digest('base64url')
}

/** The day that is closed next, and what closing it would do. */
interface NextDay {
  readonly day: string
  readonly fromAt: Instant
  readonly toAt: Instant
  /** Whether it can be closed now. */
  readonly isOver: boolean
  readonly isUnderWay: boolean
  readonly lines: number
  readonly totals: readonly DayTotal[]
  /** How many of the lines are of earlier days, which were closed before these became known. */
  readonly lateLines: number
}

interface Closings {
  /** The last ones, newest first. */
  readonly closed: readonly Closing[]
  readonly next: NextDay
}

/** The closed days, and what closing the next one would do. */
export async function listClosings(deps: CloseDeps, limit: number): Promise<Closings> {
  const { closing: all } = await deps.store.readPeople({ closings: 'all' })
  const closed = all.filter(({ state }) => state === 'CLOSED')
  return { closed: closed.slice(-limit).reverse(), next: await nextDay(deps, all.at(-1)) }
}

async function nextDay(deps: CloseDeps, last: Closing | undefined): Promise<NextDay> {
  const { store } = deps
  const day = last ? nextDayOf(last) : await firstDay(deps)
  const { fromAt, toAt } = railwayDay(deps, day)
  const isUnderWay = last?.state === 'CLOSING'
  let closing = isUnderWay ? last : draftOf(day, last?.toAt ?? fromAt, toAt, last)
  const { fromAt: begins } = closing
  let lateLines = 0
  for (;;) {
    const slice = await nextSlice(deps, closing)
    if (!slice) break
    if (last) lateLines += slice.lines.filter(({ at }) => at < begins).length
    closing = {
      ...closing,
      mark: slice.mark,
      nextNumber: closing.nextNumber + slice.lines.length,
      totals: totalsWith(closing.totals, slice.lines),
    }
  }
  const { firstNumber, nextNumber, totals } = closing
  return {
    ...{ day, fromAt: begins, toAt, isOver: store.now() >= toAt, isUnderWay },
    ...{ lines: nextNumber - firstNumber, totals, lateLines },
  }
}

/** A closing as it would begin. */
function draftOf(day: string, fromAt: Instant, toAt: Instant, last: Closing | undefined): Closing {
  const number = last?.nextNumber ?? 1
  return {
    ...{ id: 0, day, state: 'CLOSING', fromAt, toAt, mark: null, totals: [], digest: '' },
    ...{ firstNumber: number, nextNumber: number, closedAt: null, staffId: null, keyId: null },
  }
}

/** The day of the first event, if no day was ever closed; today if nothing has happened yet. */
async function firstDay(deps: CloseDeps): Promise<string> {
  const now = deps.store.now()
  const [first] = await deps.store.books.moneyEvents({
    ...{ from: 0 as Instant, to: now, after: null, limit: 1 },
  })
  return dayAt(deps, first?.at ?? now)
}

export type NoClosedDay = { readonly code: 'day_not_closed'; readonly day: string }

interface LineQuery {
  readonly day: string
  /** The number of the last line of the page before. */
  readonly after: number
  readonly limit: number
}

/** A page of the lines of a closed day; `next` is the number to go on after, null at the end. */
export async function ledgerLines(
  { store }: Pick<Deps, 'store'>,
  { day, after: afterNumber, limit }: LineQuery,
): Promise<Reply<{ readonly lines: readonly LedgerLine[]; readonly next: number | null }, NoClosedDay>> {
  const { closing: all } = await store.readPeople({ closings: 'all' })
  const closing = all.find((one) => one.day === day && one.state === 'CLOSED')
  if (!closing) return refuse({ code: 'day_not_closed', day })
  const from = Math.max(closing.firstNumber, afterNumber + 1)
  const count = Math.min(limit, closing.nextNumber - from)
  if (count <= 0) return accept({ lines: [], next: null })
  const lines = await store.books.ledgerLines({ from, limit: count })
  const last = from + count - 1
  return accept({ lines, next: last + 1 < closing.nextNumber ? last : null })
}
