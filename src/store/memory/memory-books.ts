import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type MoneyAction, type MoneyEvent, moneyActions } from '../../domain/money/money-event.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import type { EventMark } from '../../domain/records/ledger.ts'
import type { Books, LinePage, MoneyPage } from '../books.ts'
import { channels } from '../sql-books.ts'
import type { RunTables } from './memory-tables.ts'

/** The books of plain maps. */
export class MemoryBooks implements Books {
  readonly #runs: ReadonlyMap<TrainRunId, RunTables>
  readonly #findRun: (id: TrainRunId) => TrainRun | undefined

  constructor(runs: ReadonlyMap<TrainRunId, RunTables>, findRun: (id: TrainRunId) => TrainRun | undefined) {
    this.#runs = runs
    this.#findRun = findRun
  }

  async moneyEvents({ from, to, after, limit }: MoneyPage): Promise<readonly MoneyEvent[]> {
    return [...this.#runs.values()]
      .flatMap((tables) => tables.entries.map((entry) => ({ tables, entry })))
      .filter(({ entry }) => entry.at >= from && entry.at < to && isOfMoney(entry))
      .sort((a, b) => inOrder(a.entry, b.entry))
      .filter(({ entry }) => after === null || inOrder(entry, after) > 0)
      .slice(0, limit)
      .map(({ tables, entry }) => this.#eventOf(tables, entry))
  }

  async postedEvents(from: Instant, to: Instant) {
    return this.#lines().filter(({ at }) => at >= from && at <= to)
  }

  async ledgerLines({ from, limit }: LinePage) {
    return this.#lines()
      .filter(({ id }) => id >= from)
      .slice(0, limit)
  }

  #lines() {
    return this.#people?.all('ledgerLine') ?? []
  }

  get #people() {
    return this.#runs.get(actsRunId)?.people
  }

  #eventOf(tables: RunTables, entry: AuditEntry): MoneyEvent {
    const { trainRunId, seq, at, facts, paymentId } = entry
    const payment = paymentId === null ? undefined : tables.payments.get(paymentId)
    if (!payment) throw new Error(`entry ${seq} of run ${trainRunId} has no payment`)
    const run = this.#findRun(trainRunId)
    const booking = payment.bookingId === null ? undefined : tables.bookings.get(payment.bookingId)
    const before = tables.entries.findLast(
      (one) => one.action === 'refunded_by_hand' && one.paymentId === paymentId && one.seq < seq,
    )
    const users = (of: 'staff' | 'key' | 'account') =>
      (this.#people?.all(of) ?? []).map(({ userId }) => Number(userId))
    return {
      ...{ trainRunId, seq, at, action: entry.action as MoneyAction, facts, paymentId: payment.id },
      ...{ bookingId: payment.bookingId, method: payment.method, currency: payment.currency },
      ...{ paidCents: payment.amountCents, paymentStatus: payment.status },
      byHandBeforeCents: Number(before?.facts.total_cents ?? 0),
      channel: channels({ staff: users('staff'), keys: users('key'), accounts: users('account') })(
        payment.userId,
      ),
      seats: (booking?.seats ?? []).map(({ seatId, priceCents }) => {
        return { seatId, priceCents, travelClass: run ? seatOf(run.consist, seatId).travelClass : '' }
      }),
      trainNumber: run?.train.number ?? '',
      serviceDate: run?.serviceDate ?? '',
      fareName: run?.fare.name ?? '',
    }
  }
}

function isOfMoney({ action, paymentId }: AuditEntry): boolean {
  return paymentId !== null && (moneyActions as readonly string[]).includes(action)
}

function inOrder(a: EventMark, b: EventMark): number {
  return a.at - b.at || a.trainRunId - b.trainRunId || a.seq - b.seq
}
