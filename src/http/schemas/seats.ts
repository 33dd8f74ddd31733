import { Type } from 'typebox'
import {
  Cents,
  CommitSeq,
  Currency,
  Id,
  OneOf,
  OrNull,
  RefTo,
  SeatKind,
  SeatNumber,
  StationCode,
  TravelClass,
} from './common.ts'

const SeatStatus = OneOf(['AVAILABLE', 'HELD', 'BOOKED'], {
  description: 'For the requested segment; seats blocked by the operator show BOOKED.',
})

export const CoachLayout = Type.Object(
  {
    name: Type.String({ examples: ['open-saloon-2'] }),
    title: Type.String(),
    decks: Type.Integer(),
    length: Type.Number({ description: 'Grid cells along the coach.' }),
    width: Type.Number({ description: 'Grid cells across the coach.' }),
    items: Type.Array(
      Type.Object({
        kind: Type.String({ examples: ['table'] }),
        deck: Type.Integer(),
        x: Type.Number(),
        y: Type.Number(),
        width: Type.Number(),
        height: Type.Number(),
        label: Type.Optional(Type.String()),
      }),
    ),
    sizes: Type.Optional(
      Type.Record(Type.String(), Type.Object({ width: Type.Integer(), height: Type.Integer() }), {
        description:
          'How many cells a seat of a kind covers, starting at its x and y; one by one if not listed.',
      }),
    ),
  },
  { $id: 'CoachLayout', description: 'The grid for drawing a coach.' },
)

export const Seat = Type.Object(
  {
    seat_id: Id('The seat.', '88'),
    seat_number: SeatNumber,
    seat_label: Type.String({ description: 'The label painted on the seat.', examples: ['32'] }),
    status: SeatStatus,
    price_cents: Cents('For the requested segment.'),
    features: Type.Array(Type.String(), { examples: [['window', 'table']] }),
    kind: SeatKind,
    deck: Type.Integer({ description: '0 is the lower one.' }),
    x: Type.Number({ description: 'Grid position along the coach.' }),
    y: Type.Number({ description: 'Grid position across the coach.' }),
    group: OrNull(Type.String({ description: 'The bay or compartment of seats that belong together.' })),
  },
  { $id: 'Seat' },
)

export const SeatMap = Type.Object(
  {
    train_run_id: Id('The run.', '1042'),
    from_station_code: StationCode,
    to_station_code: StationCode,
    commit_seq: CommitSeq,
    currency: Currency,
    companion_seats: Type.Array(Type.Object({ wheelchair_space: SeatNumber, seat_number: SeatNumber }), {
      description:
        'The seat beside each wheelchair space that is kept for a companion: the system gives it to others ' +
        'last, as long as the space is free.',
    }),
    coaches: Type.Array(
      Type.Object({
        coach_number: Type.String({ examples: ['4'] }),
        travel_class: OrNull(TravelClass),
        layout: RefTo(CoachLayout),
        seats: Type.Array(RefTo(Seat)),
      }),
      {
        description:
          'In the order of the train. A coach with seats of several travel classes appears once ' +
          'for each class, with the same layout. A coach without reservable seats, such as a ' +
          'restaurant car, has no class and no seats.',
      },
    ),
  },
  { $id: 'SeatMap' },
)
export const SegmentQuery = Type.Object({ from_station_code: StationCode, to_station_code: StationCode })
