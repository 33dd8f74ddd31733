import { Type } from 'typebox'
import { deskMeans, tillForm } from '../../domain/records/desk-ledger.ts'
import { deskMethods } from '../../domain/records/payment-method.ts'
import { BookingRequest } from './bookings.ts'
import { Cents, Currency, Id, Moment, OneOf, OrNull, RefTo } from './common.ts'
import { DeskBooking } from './desk.ts'

const Till = Type.String({
  pattern: tillForm,
  description: 'The till whose drawer the money goes through: 1 to 32 letters, digits, dots and dashes.',
  examples: ['window-3'],
})
const Method = OneOf(deskMethods, { description: 'cash: paid at once. invoice: owed until it is settled.' })
const Means = OneOf(deskMeans, { description: 'CASH: through the drawer. TRANSFER: through a bank.' })
const Balance = Cents('What the passenger owes; negative if it is to be paid out to them.')

export const DeskSaleRequest = Type.Object({
  ...BookingRequest.properties,
  payment: Type.Object({ method: Method, till: Till }),
})

export const DeskSale = Type.Object(
  {
    booking_id: Id('The record locator.', '7K3M9QXA'),
    total_cents: Cents('The price.'),
    currency: Currency,
    method: Method,
    link_token: Id('For the passenger: a link to the booking that needs no session.', 'l_00000000001_t2_...'),
  },
  { $id: 'DeskSale', description: 'A sale at a desk.' },
)

export const SettlementRequest = Type.Object({
  amount_cents: Type.Integer({
    minimum: -1_000_000_000,
    maximum: 1_000_000_000,
    description:
      'What changed hands, in the smallest unit: the whole balance, as the receipt has it; negative if it ' +
      'was paid out.',
    examples: [-1200],
  }),
  means: Means,
  till: Till,
})

export const Settlement = Type.Object(
  {
    booking_id: Id('The record locator.', '7K3M9QXA'),
    entry_id: Id('The entry in the ledger.', '12'),
    amount_cents: Cents('What was taken; negative if it was paid out.'),
    currency: Currency,
    means: Means,
    till: Till,
  },
  { $id: 'Settlement', description: 'Money that changed hands at a desk.' },
)

const DeskEntry = Type.Object(
  {
    entry_id: Id('The entry in the ledger.', '12'),
    at: Moment('When it was recorded.'),
    amount_cents: Cents('What was taken; negative if it was paid out.'),
    means: Means,
    till: Till,
    staff_id: OrNull(Id('Who took it or paid it out.', '7')),
    key_id: OrNull(Id('The API key that recorded it.', '3')),
  },
  { $id: 'DeskEntry' },
)

export const Receipt = Type.Object(
  {
    booking: RefTo(DeskBooking),
    compensation_cents: Cents('What was given beyond the price.'),
    balance_cents: Balance,
    entries: Type.Array(RefTo(DeskEntry), { description: 'Money that changed hands, in order.' }),
  },
  { $id: 'Receipt', description: 'A sale at a desk, and its account.' },
)

const DeskAccount = Type.Object(
  {
    booking_id: Id('The record locator.', '7K3M9QXA'),
    train_run_id: Id('The run.', '1042'),
    method: Method,
    balance_cents: Balance,
    currency: Currency,
    sold_at: Moment('When it was sold.'),
  },
  { $id: 'DeskAccount' },
)

export const DeskAccounts = Type.Object(
  {
    accounts: Type.Array(RefTo(DeskAccount)),
    has_more: Type.Boolean({ description: 'True if there are more than these.' }),
  },
  { $id: 'DeskAccounts', description: 'Accounts on which something is open.' },
)

/** Schemas with their own name in the document. */
export const deskSaleSchemas = [DeskSale, Settlement, DeskEntry, Receipt, DeskAccount, DeskAccounts]
