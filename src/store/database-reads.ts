import type { BookingId, PaymentId, TrainRunId, UserId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { ImportReport, PastImport } from '../domain/railway/import-differences.ts'
import type { AuditEntry } from '../domain/records/audit.ts'
import type { Booking } from '../domain/records/booking.ts'
import type { ChainEnd } from '../domain/records/checkpoint.ts'
import type { Payment } from '../domain/records/payment.ts'
import type { PeopleScope } from '../domain/records/people.ts'
import type { Backend } from './backend.ts'
import type { Books } from './books.ts'
import type { Feed } from './feed.ts'
import { assertEventStorable } from './storable.ts'
import type {
  BookingName,
  BookingRecord,
  DeskAccount,
  EndedHold,
  EndedPage,
  EndPage,
  EntryPage,
  ListedBooking,
  OpenDeskAccount,
  Outbox,
  PeopleAsOf,
  ProviderEvent,
  Seeker,
  TrailOf,
  TrailPage,
  WantedBookings,
} from './store.ts'

/** The part of the store port that a database answers alone, without pictures or decisions. */
export abstract class DatabaseReads {
  protected readonly backend: Backend

  protected constructor(backend: Backend) {
    this.backend = backend
  }

  get isShared(): boolean {
    return this.backend.peers !== null
  }

  get locatorKey(): readonly number[] {
    return this.backend.locatorKey
  }

  now(): Instant {
    return this.backend.now()
  }

  findBooking(
    id: BookingId,
    trainRunId?: TrainRunId,
    seeker: Seeker | null = null,
  ): Promise<BookingRecord | undefined> {
    return this.backend.findBooking(id, trainRunId, seeker)
  }

  findCodeRun(id: BookingId, userId: UserId): Promise<TrainRunId | undefined> {
    return this.backend.findCodeRun(id, userId)
  }

  get outbox(): Outbox {
    return this.backend.outbox
  }

  get books(): Books {
    return this.backend.books
  }

  get feed(): Feed {
    return this.backend.feed
  }

  listBookings(
    userIds: readonly UserId[],
    limit: number,
    beforeId?: BookingId,
  ): Promise<readonly ListedBooking[]> {
    return this.backend.listBookings(userIds, limit, beforeId)
  }

  listCancelingRuns(): Promise<readonly TrainRunId[]> {
    return this.backend.listCancelingRuns()
  }

  listRunBookings(
    trainRunId: TrainRunId,
    limit: number,
    afterId?: BookingId,
  ): Promise<readonly ListedBooking[]> {
    return this.backend.listRunBookings(trainRunId, limit, afterId)
  }

  readDeskAccount(trainRunId: TrainRunId, id: PaymentId): Promise<DeskAccount> {
    return this.backend.readDeskAccount(trainRunId, id)
  }

  listOpenDeskAccounts(limit: number): Promise<readonly OpenDeskAccount[]> {
    return this.backend.listOpenDeskAccounts(limit)
  }

  listBookingNames(wanted: WantedBookings, limit: number): Promise<readonly BookingName[]> {
    return this.backend.listBookingNames(wanted, limit)
  }

  bookingHistory({ trainRunId, holdId }: Booking, page: EntryPage): Promise<readonly AuditEntry[]> {
    return this.backend.auditEntries(trainRunId, holdId, page)
  }

  runHistory(trainRunId: TrainRunId, page: EntryPage): Promise<readonly AuditEntry[]> {
    return this.backend.auditEntries(trainRunId, null, page)
  }

  auditTrail(of: TrailOf, page: TrailPage): Promise<readonly AuditEntry[]> {
    return this.backend.auditTrail(of, page)
  }

  pastImports(): Promise<readonly PastImport[]> {
    return this.backend.pastImports()
  }

  importReport(id: number): Promise<ImportReport | undefined> {
    return this.backend.importReport(id)
  }

  auditEnds(page: EndPage): Promise<readonly ChainEnd[]> {
    return this.backend.auditEnds(page)
  }

  listEndedHolds(page: EndedPage): Promise<readonly EndedHold[]> {
    return this.backend.listEndedHolds(page)
  }

  listOpenPayments(): Promise<readonly Payment[]> {
    return this.backend.listOpenPayments()
  }

  async recordProviderEvent(event: ProviderEvent): Promise<boolean> {
    assertEventStorable(event)
    return this.backend.recordProviderEvent(event)
  }

  readPeople(scope: PeopleScope): Promise<PeopleAsOf> {
    return this.backend.readPeople(scope)
  }

  findPersonalKey(trainRunId: TrainRunId, id: PaymentId): Promise<string | undefined> {
    return this.backend.findPersonalKey(trainRunId, id)
  }
}
