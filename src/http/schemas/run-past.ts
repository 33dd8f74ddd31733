import { Type } from 'typebox'
import { Id, MaybeBlankLine, Moment, NextPage, OrNull, RefTo, SeatNumber } from './common.ts'

export const RunPastQuery = Type.Object({
  after: Type.Optional(MaybeBlankLine(15, { description: '`next` from the previous page.' })),
})

const PastAct = Type.Object(
  {
    seq: Type.Integer({ description: 'Its place in the audit chain of the run.' }),
    at: Moment('When it happened.'),
    action: Type.String({ description: 'As the audit has it.', examples: ['booking_confirmed'] }),
    hold_id: OrNull(Id('As in the picture; null if it is about no hold.', '31')),
    booking_id: OrNull(Id('The booking; null if it is about none.', '7K3M9QXA')),
    seat_numbers: Type.Array(SeatNumber, { description: 'Empty if it names no seats.' }),
    left_seat_numbers: Type.Array(SeatNumber, {
      description: 'Of a move: the seats that were left, in the order of `seat_numbers`.',
    }),
    blocked_seat_numbers: Type.Array(SeatNumber, {
      description: 'Of a move: the seats that were left and taken out of sale.',
    }),
    from_leg: OrNull(Type.Integer({ description: 'Null if it names no part of the way.' })),
    to_leg: OrNull(Type.Integer()),
    expires_at: OrNull(Moment('When a hold that it placed or extended was to end.')),
  },
  { $id: 'PastAct', description: 'Something that changed claims of a run.' },
)

export const RunPast = Type.Object(
  {
    train_run_id: Id('The run.', '7'),
    acts: Type.Array(RefTo(PastAct), { description: 'In the order in which they happened.' }),
    next: NextPage,
  },
  { $id: 'RunPast', description: 'What has changed the claims of a run.' },
)

export const runPastSchemas = [PastAct, RunPast]
