import { Type } from 'typebox'
import { maxCalendarDays } from '../../app/inventory/fare-calendar.ts'
import { usualStations } from '../../app/railway/list-stations.ts'
import {
  AsOf,
  Cents,
  CommitSeq,
  Currency,
  DateText,
  Headsigns,
  HeadsignText,
  Id,
  MaybeBlankLine,
  Moment,
  OneOf,
  OrNull,
  RefTo,
  StationCode,
  StationNames,
  TravelClass,
} from './common.ts'

const stationName = {
  station_code: StationCode,
  name: Type.String({ description: 'As the timetable has it.', examples: ['Berglund'] }),
  names: StationNames,
}

export const Station = Type.Object(
  {
    ...stationName,
    time_zone: Type.String({ description: 'IANA name.', examples: ['Europe/Zurich'] }),
    latitude: OrNull(Type.Number({ description: 'Degrees, WGS 84; null if the timetable does not say.' })),
    longitude: OrNull(Type.Number()),
    near: OrNull(
      Type.Object(stationName, {
        description:
          'A station close by that has many trains, which tells stations of one name apart; null ' +
          'if no other station has this name or no place is known.',
      }),
    ),
  },
  { $id: 'Station' },
)
export const Stations = Type.Object({ stations: Type.Array(RefTo(Station)) })
export const StationsQuery = Type.Object({
  q: Type.Optional(
    MaybeBlankLine(100, { description: 'The text that a passenger types: part of the name, or the code.' }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      default: usualStations,
      description: 'The most stations that a search gives; a list without `q` is always whole.',
    }),
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

export const runMembers = {
  train_run_id: Id('The run: one train on one service date.', '1042'),
  train_number: Type.String({ examples: ['IC 204'] }),
  train_name: Type.String({ examples: ['Lakeland'] }),
  service_date: DateText('The date on which the run leaves its first stop.'),
}

export const OffSaleReason = OrNull(
  OneOf(['WAITING', 'WITHDRAWN', 'CLOSED', 'CANCELLED'], {
    description:
      'Why no holds can be placed on this run at any time; null if they can until its departure. ' +
      'WAITING: a newer timetable changes it too much, and the railway has to decide what becomes of it. ' +
      'WITHDRAWN: the timetable no longer has it. CLOSED: the railway sells nothing there. ' +
      'CANCELLED: the train does not run there.',
  }),
)

export const FoundRun = Type.Object(
  {
    ...runMembers,
    headsign: HeadsignText,
    headsigns: Headsigns,
    from_station_code: StationCode,
    to_station_code: StationCode,
    departure_time: Moment('Local time of the boarding station.'),
    arrival_time: Moment('Local time of the alighting station.'),
    duration_ms: Type.Integer(),
    on_sale: Type.Boolean({ description: 'True if holds can be placed.' }),
    off_sale_reason: OffSaleReason,
    classes: Type.Array(RefTo(ClassOffer)),
  },
  { $id: 'FoundRun', description: 'A run on the requested segment.' },
)
export const FoundRuns = Type.Object({
  as_of: AsOf,
  train_runs: Type.Array(RefTo(FoundRun)),
  departed_runs: Type.Integer({ description: 'Runs of that day that have already left.' }),
})
const PairMembers = { from_station_code: StationCode, to_station_code: StationCode }
export const FoundRunsQuery = Type.Object({
  ...PairMembers,
  journey_date: DateText('Local date of departure at the boarding station.'),
})

export const Stop = Type.Object(
  {
    ...stationName,
    arrival_time: OrNull(Moment('Local time; null at the first stop.')),
    departure_time: OrNull(Moment('Local time; null at the last stop.')),
    headsign: OrNull(HeadsignText),
    headsigns: Headsigns,
    can_board: Type.Boolean(),
    can_alight: Type.Boolean(),
  },
  { $id: 'Stop', description: 'One call of a run at a station.' },
)

export const Run = Type.Object(
  {
    ...runMembers,
    headsign: HeadsignText,
    headsigns: Headsigns,
    commit_seq: CommitSeq,
    on_sale: Type.Boolean({
      description:
        'True if holds can be placed from the first stop on. Sales for a segment close at its own departure.',
    }),
    off_sale_reason: OffSaleReason,
    stops: Type.Array(RefTo(Stop)),
    coaches: Type.Array(
      Type.Object({
        coach_number: Type.String({ examples: ['4'] }),
        layout: Type.String({ description: 'Name of the coach layout.' }),
        title: Type.String(),
        travel_classes: Type.Array(TravelClass),
        seats_total: Type.Integer(),
      }),
    ),
    classes: Type.Array(RefTo(ClassOffer), {
      description: 'For the way from the first stop to the last.',
    }),
    refund_terms: Type.Object(
      {
        steps: Type.Array(
          Type.Object({
            hours_before: Type.Number({ description: 'Until so many hours before departure.' }),
            percent: Type.Number({ description: 'The share of the price that is given back.' }),
          }),
          { description: 'Earliest first. After the last one nothing is given back.' },
        ),
        fee_cents: Cents('Kept for each canceled seat, but never more than its share.'),
        currency: Currency,
      },
      {
        description:
          'What a cancellation of seats that are booked now gives back, by the time before the departure ' +
          'from their boarding station.',
      },
    ),
  },
  { $id: 'Run', description: 'One train on one service date.' },
)

export const FareCalendar = Type.Object(
  {
    as_of: AsOf,
    days: Type.Array(
      Type.Object({
        journey_date: DateText('Local date of departure at the boarding station.'),
        train_runs: Type.Integer({ description: 'Runs on that day that have not left yet.' }),
        price_cents: OrNull(Cents('The cheapest seat still available that day; null if there is none.')),
        currency: OrNull(Currency),
        seats_available: Type.Integer({ description: 'Seats available at that price.' }),
      }),
    ),
    sale_days_ahead: Type.Integer({
      description: 'Runs come on sale this many days before their date. There are none on a later day.',
      examples: [60],
    }),
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
