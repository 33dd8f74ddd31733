import { Type } from 'typebox'
import type { ActReason } from '../../domain/records/audit.ts'
import { CommitSeq, GivenList, Id, Line, OneOf, OrNull, RefTo, SeatNumber, StationCode } from './common.ts'

const reasons = ['defect', 'reserved', 'operational', 'correction'] as const satisfies ActReason[]

const wayMembers = {
  from_station_code: Type.Optional(StationCode),
  to_station_code: Type.Optional(StationCode),
}

/** Which of the three ways of naming seats is used is checked by the operation. */
export const ChangeBlocksRequest = Type.Object({
  seat_numbers: Type.Optional(GivenList(SeatNumber, 'These seats.')),
  coach_number: Type.Optional(Line(64, { description: 'All seats of a coach.', examples: ['4'] })),
  travel_class: Type.Optional(Line(64, { description: 'All seats of a class.', examples: ['SECOND'] })),
  ...wayMembers,
  reason: OneOf(reasons, { description: 'For the audit trail.' }),
})

export const BlocksQuery = Type.Object(wayMembers)

const stretchMembers = {
  seat_number: SeatNumber,
  from_station_code: StationCode,
  to_station_code: StationCode,
}

const Stretch = Type.Object(stretchMembers, {
  $id: 'SeatStretch',
  description: 'A seat on a part of the way.',
})

const InTheWay = Type.Object(
  {
    ...stretchMembers,
    status: OneOf(['HELD', 'BOOKED']),
    booking_id: OrNull(Id('The booking that has the seat; null while it is held.', 'BX3K9R2T')),
  },
  { $id: 'SeatInTheWay', description: 'A seat that a passenger has, and that was left alone.' },
)

const runMembers = { train_run_id: Id('The run.', '7'), commit_seq: CommitSeq }

export const Blocks = Type.Object(
  { ...runMembers, blocks: Type.Array(RefTo(Stretch), { description: 'In order of seats and legs.' }) },
  { $id: 'Blocks', description: 'The seats of a run that are taken out of sale.' },
)

export const ChangedBlocks = Type.Object(
  {
    ...runMembers,
    changed: Type.Array(RefTo(Stretch), {
      description: 'What has become blocked, or free; empty if all of it was so before.',
    }),
    in_the_way: Type.Array(RefTo(InTheWay), {
      description: 'What passengers hold or have booked there; it stays as it is.',
    }),
  },
  { $id: 'ChangedBlocks', description: 'What an act has changed.' },
)

/** Schemas with their own name in the document. */
export const blockSchemas = [Stretch, InTheWay, Blocks, ChangedBlocks]
