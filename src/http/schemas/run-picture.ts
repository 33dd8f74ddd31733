import { Type } from 'typebox'
import {
  AsOf,
  CommitSeq,
  Id,
  MaybeBlankLine,
  Moment,
  OneOf,
  OrNull,
  RefTo,
  SeatNumber,
  TravelClass,
} from './common.ts'
import { OffSaleReason, runMembers, Stop } from './runs.ts'

export const ClaimsQuery = Type.Object({
  after: Type.Optional(
    MaybeBlankLine(15, { description: 'The commit_seq of an earlier answer: only what changed since.' }),
  ),
})

const Leg = (description: string) => Type.Integer({ minimum: 0, description })

const Claim = Type.Object(
  {
    from_leg: Leg('The first leg: leg n leaves stop n, the first stop being 0.'),
    to_leg: Leg('The first leg that is free of it again.'),
    status: OneOf(['BOOKED', 'HELD', 'BLOCKED']),
    booking_id: OrNull(Id('The booking; null unless it is BOOKED.', '7K3M9QXA')),
    hold_id: OrNull(Id('Tells holds and bookings apart; null if it is BLOCKED.', '31')),
    expires_at: OrNull(Moment('It counts until then; null if it does not end by itself.')),
  },
  { $id: 'SeatClaim', description: 'What keeps a seat on a part of the way.' },
)

export const ClaimedSeat = Type.Object(
  { seat_number: SeatNumber, claims: Type.Array(RefTo(Claim), { description: 'In order of legs.' }) },
  { $id: 'ClaimedSeat' },
)

const asOfMembers = {
  as_of: AsOf,
  commit_seq: CommitSeq,
  edition: Type.Integer({ description: 'If it differs, the run itself has changed: get its picture again.' }),
}

export const RunClaimsAnswer = Type.Object(
  {
    ...asOfMembers,
    is_whole: Type.Boolean({
      description: 'True if seats that are left out have no claims; false if they are as they were.',
    }),
    seats: Type.Array(RefTo(ClaimedSeat)),
  },
  { $id: 'RunClaims', description: 'The claims of a run, or those of the seats that changed.' },
)

const PictureSeat = Type.Object({
  seat_number: SeatNumber,
  seat_label: Type.String({ examples: ['32'] }),
  travel_class: TravelClass,
})

export const RunPicture = Type.Object(
  {
    ...runMembers,
    ...asOfMembers,
    off_sale_reason: OffSaleReason,
    consist: Type.String({ description: 'The name of the consist.' }),
    stops: Type.Array(RefTo(Stop), { description: 'Leg n is between stop n and the next.' }),
    coaches: Type.Array(
      Type.Object({
        coach_number: Type.String({ examples: ['4'] }),
        title: Type.String(),
        seats: Type.Array(PictureSeat, { description: 'In walking order.' }),
      }),
    ),
    seats: Type.Array(RefTo(ClaimedSeat), { description: 'Those with claims.' }),
  },
  { $id: 'RunPicture', description: 'Every claim on every seat and leg of a run.' },
)

export const runPictureSchemas = [Claim, ClaimedSeat, RunClaimsAnswer, RunPicture]
