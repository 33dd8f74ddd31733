import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  TrainRunId,
} from '../domain/ids.ts'
import type { Overlay } from '../domain/inventory/overlay.ts'
import type { PeopleScope } from '../domain/records/people.ts'
import type { Wanted } from './backend.ts'
import { joinedScope } from './people-queries.ts'
import type { Scope } from './store.ts'

class WantedRecords implements Wanted {
  readonly trainRunId: TrainRunId
  readonly holds: HoldId[] = []
  readonly payments: PaymentId[] = []
  readonly bookings: BookingId[] = []
  readonly quotes: QuoteId[] = []
  readonly cancellations: CancellationId[] = []
  readonly refunds: RefundId[] = []
  readonly cleared: HoldId[] = []
  readonly access: BookingId[] = []
  people?: PeopleScope

  constructor(trainRunId: TrainRunId) {
    this.trainRunId = trainRunId
  }

  /** Adds what the scope names and the overlay lacks, including its key's row. */
  add(scope: Scope, overlay: Overlay): void {
    if (scope.holdId !== undefined && !overlay.hold(scope.holdId)) this.holds.push(scope.holdId)
    if (scope.paymentId !== undefined && !overlay.payment(scope.paymentId))
      this.payments.push(scope.paymentId)
    if (scope.bookingId !== undefined) this.bookings.push(scope.bookingId)
    if (scope.bookingIds) this.bookings.push(...scope.bookingIds)
    if (scope.quoteId !== undefined) this.quotes.push(scope.quoteId)
    if (scope.refundId !== undefined) this.refunds.push(scope.refundId)
    if (scope.accessOf !== undefined) this.access.push(scope.accessOf)
    if (scope.people) this.people = joinedScope([this.people, scope.people]) ?? scope.people
    if (scope.clearedHoldIds) this.#addCleared(scope.clearedHoldIds)
    if (scope.key) this.#addKey(scope.key, overlay)
  }

  #addCleared(ids: readonly HoldId[]): void {
    this.holds.push(...ids)
    this.cleared.push(...ids)
  }

  #addKey(key: NonNullable<Scope['key']>, overlay: Overlay): void {
    const id = overlay.keyed(key.route, key.userId, key.key)
    if (id === undefined) return
    if (key.route === 'hold' && !overlay.hold(id as HoldId)) this.holds.push(id as HoldId)
    if (key.route === 'booking' && !overlay.payment(id as PaymentId)) this.payments.push(id as PaymentId)
    if (key.route === 'cancellation') this.cancellations.push(id as CancellationId)
  }

  get isEmpty(): boolean {
    return (
      this.holds.length + this.payments.length + this.bookings.length === 0 &&
      this.people === undefined &&
      this.quotes.length + this.cancellations.length + this.refunds.length + this.access.length === 0
    )
  }
}

/**
 * What has to be read before the scopes can be decided; empty if the pictures have all of it, as they do on
 * the sale path.
 */
export function missingRecords(
  scopes: readonly Scope[],
  overlays: ReadonlyMap<TrainRunId, Overlay>,
): readonly Wanted[] {
  const byRun = new Map<TrainRunId, WantedRecords>()
  for (const scope of scopes) {
    const overlay = overlays.get(scope.trainRunId)
    if (!overlay) continue
    let wanted = byRun.get(scope.trainRunId)
    if (!wanted) {
      wanted = new WantedRecords(scope.trainRunId)
      byRun.set(scope.trainRunId, wanted)
    }
    wanted.add(scope, overlay)
  }
  return [...byRun.values()].filter((wanted) => !wanted.isEmpty)
}
