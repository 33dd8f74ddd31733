import { unreachable } from '../../domain/assert.ts'
import type { HoldId, PaymentId, SeatId } from '../../domain/ids.ts'
import type { AccessCode, BookingGrant } from '../../domain/records/access.ts'
import type { Booking, Cancellation, Quote } from '../../domain/records/booking.ts'
import type { Change } from '../../domain/records/changes.ts'
import type { Claim } from '../../domain/records/claim.ts'
import type { DeskEntry } from '../../domain/records/desk-ledger.ts'
import type { Hold } from '../../domain/records/hold.ts'
import type { Message } from '../../domain/records/message.ts'
import type { Payment, Refund } from '../../domain/records/payment.ts'
import type { PeopleKind, PeopleRows } from '../../domain/records/people.ts'
import type { PersonalKey } from '../../domain/records/sealed.ts'
import type { Stretch } from '../../domain/records/stretch.ts'

interface Rows<Row> {
  readonly added: readonly Row[]
  readonly changed: readonly Row[]
}

/** The net effect of all changes of a batch: each row once, in its final state. */
export interface NetChanges {
  readonly claims: Rows<Claim> & {
    readonly removed: readonly { readonly seatId: SeatId; readonly fromLeg: number }[]
  }
  readonly holds: Rows<Hold>
  readonly payments: Rows<Payment>
  readonly personalKeys: Rows<PersonalKey> & { readonly removed: readonly PaymentId[] }
  readonly bookings: Rows<Booking>
  readonly refunds: Rows<Refund>
  readonly quotes: readonly Quote[]
  readonly cancellations: readonly Cancellation[]
  readonly codes: Rows<AccessCode>
  readonly grants: readonly BookingGrant[]
  readonly deskEntries: readonly DeskEntry[]
  readonly messages: readonly Message[]
  readonly people: { readonly [K in PeopleKind]: Rows<PeopleRows[K]> }
  readonly cleared: Cleared
}

/** Rows that are removed for good, and their replacement in the audit chain. */
interface Cleared {
  readonly holdIds: readonly HoldId[]
  readonly replaced: readonly Stretch[]
  readonly stretches: readonly Stretch[]
}

/** Rows of one table by id. A row that was added stays an addition however often it changes afterward. */
class Table<Row extends { readonly id: number }> implements Rows<Row> {
  readonly #added = new Map<number, Row>()
  readonly #changed = new Map<number, Row>()

  add(row: Row): void {
    this.#added.set(row.id, row)
  }

  change(row: Row): void {
    if (this.#added.has(row.id)) this.#added.set(row.id, row)
    else this.#changed.set(row.id, row)
  }

  get added(): readonly Row[] {
    return [...this.#added.values()]
  }

  get changed(): readonly Row[] {
    return [...this.#changed.values()]
  }
}

/** Claims by seat and first leg. A removed claim may make room for another under the same key. */
class ClaimTable {
  readonly #added = new Map<string, Claim>()
  readonly #changed = new Map<string, Claim>()
  readonly #removed = new Map<string, { seatId: SeatId; fromLeg: number }>()

  add(claim: Claim): void {
    this.#added.set(keyOf(claim), claim)
  }

  change(claim: Claim): void {
    const key = keyOf(claim)
    if (this.#added.has(key)) this.#added.set(key, claim)
    else this.#changed.set(key, claim)
  }

  remove(claim: { seatId: SeatId; fromLeg: number }): void {
    const key = keyOf(claim)
    // What this batch had added was never in the database.
    if (this.#added.delete(key)) return
    this.#changed.delete(key)
    this.#removed.set(key, claim)
  }

  rows(): NetChanges['claims'] {
    return {
      added: [...this.#added.values()],
      changed: [...this.#changed.values()],
      removed: [...this.#removed.values()],
    }
  }
}

/** A stretch that this batch had put there was never in the database. */
class ClearedRows implements Cleared {
  readonly holdIds: HoldId[] = []
  readonly replaced: Stretch[] = []
  readonly #stretches = new Map<number, Stretch>()

  take({ replaced, stretches }: Extract<Change, { kind: 'entries_cleared' }>): void {
    for (const one of replaced) if (!this.#stretches.delete(one.toSeq)) this.replaced.push(one)
    for (const one of stretches) this.#stretches.set(one.toSeq, one)
  }

  get stretches(): readonly Stretch[] {
    return [...this.#stretches.values()]
  }
}

function keyOf({ seatId, fromLeg }: { seatId: SeatId; fromLeg: number }): string {
  return `${seatId}:${fromLeg}`
}

type PeopleTables = { readonly [K in PeopleKind]: Table<PeopleRows[K]> }

/** A key that this batch had added was never in the database. */
class PersonalKeys {
  readonly #added = new Map<PaymentId, PersonalKey>()
  readonly #changed = new Map<PaymentId, PersonalKey>()
  readonly removed: PaymentId[] = []

  add(key: PersonalKey): void {
    this.#added.set(key.paymentId, key)
  }

  change(key: PersonalKey): void {
    const rows = this.#added.has(key.paymentId) ? this.#added : this.#changed
    rows.set(key.paymentId, key)
  }

  remove(paymentId: PaymentId): void {
    this.#changed.delete(paymentId)
    if (!this.#added.delete(paymentId)) this.removed.push(paymentId)
  }

  get added(): readonly PersonalKey[] {
    return [...this.#added.values()]
  }

  get changed(): readonly PersonalKey[] {
    return [...this.#changed.values()]
  }
}

interface Net {
  readonly claims: ClaimTable
  readonly holds: Table<Hold>
  readonly payments: Table<Payment>
  readonly personalKeys: PersonalKeys
  readonly bookings: Table<Booking>
  readonly refunds: Table<Refund>
  readonly quotes: Quote[]
  readonly cancellations: Cancellation[]
  readonly codes: Table<AccessCode>
  readonly grants: BookingGrant[]
  readonly deskEntries: DeskEntry[]
  readonly messages: Message[]
  readonly people: PeopleTables
  readonly cleared: ClearedRows
}

/** Folds the changes of a batch, in the order of its decisions, into what the database has to be told. */
export function netChanges(changes: readonly Change[]): NetChanges {
  const [holds, payments] = [new Table<Hold>(), new Table<Payment>()]
  const [bookings, refunds] = [new Table<Booking>(), new Table<Refund>()]
  const claims = new ClaimTable()
  const [personalKeys, cleared] = [new PersonalKeys(), new ClearedRows()]
  const tables = { claims, holds, payments, personalKeys, bookings, refunds, cleared }
  const people: PeopleTables = {
    ...{ staff: new Table(), session: new Table(), key: new Table() },
    ...{ account: new Table(), accountCode: new Table() },
    ...{ closing: new Table(), ledgerLine: new Table() },
  }
  const access = { codes: new Table<AccessCode>(), grants: [], messages: [], deskEntries: [] }
  const net: Net = { ...tables, ...access, people, quotes: [], cancellations: [] }
  for (const change of changes) take(net, change)
  return { ...net, claims: claims.rows() }
}

function take(net: Net, change: Change): void {
  switch (change.kind) {
    case 'claim_removed':
      net.claims.remove({ seatId: change.seatId, fromLeg: change.fromLeg })
      break
    case 'claim_added':
      net.claims.add(change.claim)
      break
    case 'claim_changed':
      net.claims.change(change.claim)
      break
    case 'hold_added':
      net.holds.add(change.hold)
      break
    case 'hold_changed':
      net.holds.change(change.hold)
      break
    case 'hold_cleared':
      net.cleared.holdIds.push(change.hold.id)
      break
    case 'entries_cleared':
      net.cleared.take(change)
      break
    case 'payment_added':
      net.payments.add(change.payment)
      break
    case 'payment_changed':
      net.payments.change(change.payment)
      break
    case 'personal_key_added':
      net.personalKeys.add(change.key)
      break
    case 'personal_key_changed':
      net.personalKeys.change(change.key)
      break
    case 'personal_key_removed':
      net.personalKeys.remove(change.paymentId)
      break
    case 'booking_added':
      net.bookings.add(change.booking)
      break
    case 'booking_changed':
      net.bookings.change(change.booking)
      break
    case 'refund_added':
      net.refunds.add(change.refund)
      break
    case 'refund_changed':
      net.refunds.change(change.refund)
      break
    case 'desk_entry_added':
      net.deskEntries.push(change.entry)
      break
    case 'quote_added':
      net.quotes.push(change.quote)
      break
    case 'cancellation_added':
      net.cancellations.push(change.cancellation)
      break
    case 'code_added':
      net.codes.add(change.code)
      break
    case 'code_changed':
      net.codes.change(change.code)
      break
    case 'grant_added':
      net.grants.push(change.grant)
      break
    case 'message_added':
      net.messages.push(change.message)
      break
    case 'person_added':
      addPerson(net.people, change)
      break
    case 'person_changed':
      changePerson(net.people, change)
      break
    case 'closures_changed':
      // The head has them.
      break
    case 'noted':
      // Its entry is written separately.
      break
    default:
      unreachable(change)
  }
}

interface Person<K extends PeopleKind> {
  readonly of: K
  readonly row: PeopleRows[K]
}

function addPerson<K extends PeopleKind>(people: PeopleTables, { of, row }: Person<K>): void {
  people[of].add(row)
}

function changePerson<K extends PeopleKind>(people: PeopleTables, { of, row }: Person<K>): void {
  people[of].change(row)
}
