import { Type } from 'typebox'
import { Id, Line, Moment, OneOf, RefTo, SeatNumber, StationCode, TravelClass } from './common.ts'
import { ClaimedSeat } from './run-picture.ts'
import { SegmentQuery } from './seats.ts'

export const WhyRefusedQuery = Type.Object({
  ...SegmentQuery.properties,
  travel_class: Line(64, { examples: ['SECOND'] }),
  seat_count: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000, default: 1, description: 'How many seats were wanted.' }),
  ),
  at: Type.Optional(
    Line(64, {
      description: 'When they were wanted (RFC 3339); left out for now.',
      examples: ['2027-03-17T09:30:00Z'],
    }),
  ),
})

export const WhyRefused = Type.Object(
  {
    train_run_id: Id('The run.', '7'),
    at: Moment('The moment that was asked about.'),
    from_station_code: StationCode,
    to_station_code: StationCode,
    travel_class: TravelClass,
    seat_count: Type.Integer({ description: 'How many seats were wanted.', examples: [3] }),
    answer: OneOf(['DEPARTED', 'CANCELLED', 'CLOSED', 'NOT_ENOUGH_SEATS', 'POSSIBLE'], {
      description:
        'The first of these that stood in the way; POSSIBLE if none did, so that a refusal was for another ' +
        'reason, such as a limit.',
    }),
    free_seat_numbers: Type.Array(SeatNumber, { description: 'Seats of the class that were free.' }),
    station_codes: Type.Array(StationCode, { description: 'The stops: leg n leaves stop n, from 0 on.' }),
    in_the_way: Type.Array(RefTo(ClaimedSeat), {
      description: 'The other seats of the class, each with the claims on this part of the way.',
    }),
  },
  { $id: 'WhyRefused', description: 'What stood in the way of a wish at a moment.' },
)

export const whyRefusedSchemas = [WhyRefused]
