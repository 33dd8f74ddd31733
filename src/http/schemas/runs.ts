import { Type } from 'typebox'
import { maxCalendarDays } from '../../app/fare-calendar.ts'
import {
  AsOf,
  Cents,
  CommitSeq,
  Currency,
  DateText,
  Id,
  Moment,
  OrNull,
  StationCode,
  TravelClass,
} from './common.ts'

export const Station = Type.Object(
  {
    station_code: StationCode,
    name: Type.String({ examples: ['Berglund'] }),
    time_zone: Type.String({ description: 'IANA name.', examples: ['Europe/Zurich'] }),
    latitude: OrNull(Type.Number({ description: 'Degrees, WGS 84; null where the timetable does not say.' })),
    longitude: OrNull(Type.Number()),
  },
  { $id: 'Station' },
)
export const Stations = Type.Object({ stations: Type.Array(Type.Ref('Station')) })
export const StationsQuery = Type.Object({
  q: Type.Optional(
    Type.String({ description: 'What a passenger types: a part of the name, or the code.', maxLength: 100 }),
  ),
})

export const ClassOffer = Type.Object(
  {
    travel_class: TravelClass,
    seats_available: Type.Integer({ description: 'Seats free for the whole segment.' }),
    seats_total: Type.Integer(),
    price_cents: Cents('For one passenger.'),
    currency: Currency,
  },
  { $id: 'ClassOffer', description: 'What one travel class offers for a segment.' },
)

const runMembers = {
  train_run_id: Id('The run: one train on one service date.', '1042'),
  train_number: Type.String({ examples: ['IC 204'] }),
  train_name: Type.String({ examples: ['Lakeland'] }),
  service_date: DateText('The date on which the run leaves its first stop.'),
}

export const FoundRun = Type.Object(
  {
    ...runMembers,
    from_station_code: StationCode,
    to_station_code: StationCode,
    departure_time: Moment('Local time of the boarding station.'),
    arrival_time: Moment('Local time of the alighting station.'),
    duration_ms: Type.Integer(),
    on_sale: Type.Boolean({ description: 'Whether holds can be placed.' }),
    classes: Type.Array(Type.Ref('ClassOffer')),
  },
  { $id: 'FoundRun', description: 'A run on the segment that was asked for.' },
)
export const FoundRuns = Type.Object({ as_of: AsOf, train_runs: Type.Array(Type.Ref('FoundRun')) })
const PairMembers = { from_station_code: StationCode, to_station_code: StationCode }
export const FoundRunsQuery = Type.Object({
  ...PairMembers,
  journey_date: DateText('Local date of departure at the boarding station.'),
})

export const Stop = Type.Object(
  {
    station_code: StationCode,
    name: Type.String(),
    arrival_time: OrNull(Moment('Local time; null at the first stop.')),
    departure_time: OrNull(Moment('Local time; null at the last stop.')),
    can_board: Type.Boolean(),
    can_alight: Type.Boolean(),
  },
  { $id: 'Stop', description: 'One call of a run at a station.' },
)

export const Run = Type.Object(
  {
    ...runMembers,
    commit_seq: CommitSeq,
    on_sale: Type.Boolean({
      description:
        'Whether holds can be placed from the first stop on. Sale of a segment closes at its own departure.',
    }),
    stops: Type.Array(Type.Ref('Stop')),
    coaches: Type.Array(
      Type.Object({
        coach_number: Type.String({ examples: ['4'] }),
        layout: Type.String({ description: 'Name of the coach layout.' }),
        title: Type.String(),
        travel_classes: Type.Array(TravelClass),
        seats_total: Type.Integer(),
      }),
    ),
    classes: Type.Array(Type.Ref('ClassOffer'), {
      description: 'For the way from the first stop to the last.',
    }),
  },
  { $id: 'Run', description: 'One train on one service date.' },
)

export const FareCalendar = Type.Object(
  {
    as_of: AsOf,
    days: Type.Array(
      Type.Object({
        journey_date: DateText('Local date of departure at the boarding station.'),
        train_runs: Type.Integer({ description: 'Runs of that day that have not left yet.' }),
        price_cents: OrNull(
          Cents('The cheapest seat that is still to be had that day; null where there is none.'),
        ),
        currency: OrNull(Currency),
        seats_available: Type.Integer({ description: 'Seats to be had at that price.' }),
      }),
    ),
  },
  { $id: 'FareCalendar' },
)
export const FareCalendarQuery = Type.Object({
  ...PairMembers,
  from_date: DateText('The first day of the calendar.'),
  days: Type.Optional(
    Type.Integer({ minimum: 1, maximum: maxCalendarDays, default: 31, description: 'How many days.' }),
  ),
})
