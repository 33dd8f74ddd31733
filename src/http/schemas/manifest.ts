import { Type } from 'typebox'
import { Gender } from './bookings.ts'
import {
  AsOf,
  CommitSeq,
  DateText,
  Id,
  Moment,
  OneOf,
  OrNull,
  RefTo,
  SeatKind,
  SeatNumber,
  StationCode,
  TravelClass,
} from './common.ts'

const name = Type.String({ examples: ['Berglund'] })

const ManifestLine = Type.Object(
  {
    coach_number: Type.String({ examples: ['4'] }),
    seat_number: SeatNumber,
    seat_label: Type.String({ examples: ['32'] }),
    travel_class: TravelClass,
    kind: SeatKind,
    from_station_code: StationCode,
    from_station_name: name,
    departure_time: Moment('At the boarding station, in its local time.'),
    to_station_code: StationCode,
    to_station_name: name,
    arrival_time: Moment('At the alighting station, in its local time.'),
    status: OneOf(['BOOKED', 'HELD', 'BLOCKED']),
    booking_id: OrNull(Id('The booking; null unless it is BOOKED.', '7K3M9QXA')),
    passenger_name: OrNull(
      Type.String({
        description:
          'Masked ("A… L…") without the right `personal_data.read`; null unless it is BOOKED, for a ' +
          'bicycle hook, and once it is erased.',
        examples: ['Ada Lindqvist'],
      }),
    ),
    passenger_age: OrNull(Type.Integer({ examples: [36] })),
    passenger_gender: OrNull(Gender),
  },
  { $id: 'ManifestLine', description: 'A seat for a part of the way, and who has it.' },
)

export const Manifest = Type.Object(
  {
    train_run_id: Id('The run.', '1042'),
    train_number: Type.String({ examples: ['IC 204'] }),
    service_date: DateText('The day of its run.'),
    as_of: AsOf,
    commit_seq: CommitSeq,
    lines: Type.Array(RefTo(ManifestLine), { description: 'In order of coaches, seats and legs.' }),
  },
  { $id: 'Manifest', description: 'Who has which seat of a run.' },
)

/** Schemas with their own name in the document. */
export const manifestSchemas = [ManifestLine, Manifest]
