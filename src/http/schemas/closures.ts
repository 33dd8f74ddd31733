import { Type } from 'typebox'
import type { ActReason } from '../../domain/records/audit.ts'
import { Cents, CommitSeq, Currency, Id, Line, Moment, OneOf, OrNull, RefTo, StationCode } from './common.ts'

const Count = (description: string) => Type.Integer({ minimum: 0, description, examples: [0] })

const reasons = ['operational', 'defect', 'correction'] as const satisfies ActReason[]

const actMembers = {
  from_station_code: Type.Optional(StationCode),
  to_station_code: Type.Optional(StationCode),
  reason: OneOf(reasons, { description: 'For the audit trail.' }),
}

export const ChangeSaleRequest = Type.Object({
  travel_class: Type.Optional(
    Line(64, { description: 'Only this class; left out for all.', examples: ['SECOND'] }),
  ),
  ...actMembers,
})

export const CancelRunRequest = Type.Object({
  ...actMembers,
  dry_run: Type.Optional(
    Type.Boolean({ description: 'Changes nothing, and tells whom a cancellation would concern.' }),
  ),
})

const Closure = Type.Object(
  {
    status: OneOf(['CLOSED', 'CANCELLED'], {
      description:
        'CLOSED: nothing is sold there until it is opened. CANCELLED: the train does not run there.',
    }),
    travel_class: OrNull(Line(64, { description: 'Null for all classes.', examples: ['SECOND'] })),
    from_station_code: StationCode,
    to_station_code: StationCode,
    since: Moment('When it was closed or canceled.'),
    bookings: Count('Bookings that a cancellation found there.'),
    bookings_left: Count('Those of them that are still to be given back.'),
  },
  { $id: 'Closure', description: 'A part of the way of a run on which nothing is sold.' },
)

const closureMembers = {
  train_run_id: Id('The run.', '7'),
  commit_seq: CommitSeq,
  closures: Type.Array(RefTo(Closure), { description: 'In order of legs.' }),
}

export const Closures = Type.Object(closureMembers, {
  $id: 'Closures',
  description: 'What is closed or canceled of a run.',
})

export const CancelledRun = Type.Object(
  {
    ...closureMembers,
    affected: Type.Object(
      {
        bookings: Count('Bookings that ride there; each is given back in full.'),
        seats: Count('Seats that are booked there.'),
        holds: Count('Holds that end.'),
        refunds: Type.Array(Type.Object({ currency: Currency, amount_cents: Cents('All of it together.') }), {
          description: 'What goes back to passengers, by currency.',
        }),
      },
      { description: 'Whom it concerned just before.' },
    ),
  },
  { $id: 'CancelledRun', description: 'What is canceled of a run now, and whom it concerned.' },
)

/** Schemas with their own name in the document. */
export const closureSchemas = [Closure, Closures, CancelledRun]
