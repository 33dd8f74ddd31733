import type { ConsistId, TrainId, TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Coach, Seat } from '../../domain/railway/consist.ts'
import type { Fare } from '../../domain/railway/fare.ts'
import type { PastImport, TrainDifference } from '../../domain/railway/import-differences.ts'
import type { KnownStation } from '../../domain/railway/import-stations.ts'
import type { Headsign } from '../../domain/railway/names.ts'
import type { FormerStation } from '../../domain/railway/station-names.ts'
import type { OffSaleReason, Stop } from '../../domain/railway/train-run.ts'
import { flag, integer, json, ofOwner, type Part, real, text } from './column.ts'
import { table } from './table.ts'

export const stationTable = table<KnownStation>('stations', {
  key: 'station_code',
  changing: 'name time_zone latitude longitude names spoken_names source',
  columns: {
    station_code: text('code'),
    name: text('name'),
    time_zone: text('timeZone'),
    latitude: real('latitude'),
    longitude: real('longitude'),
    names: json('names'),
    spoken_names: json('spokenNames'),
    source: text('source'),
  },
})

interface SourceRow {
  readonly source: string
  readonly stationPrefix: string
}

export const sourceTable = table<SourceRow>('sources', {
  key: 'source',
  changing: 'station_prefix',
  columns: { source: text('source'), station_prefix: text('stationPrefix') },
})

export const formerStationTable = table<FormerStation>('former_stations', {
  key: 'station_code until_version',
  columns: {
    station_code: text('code'),
    until_version: integer('untilVersion'),
    name: text('name'),
    time_zone: text('timeZone'),
  },
})

/** Content that is stored once has a digest. */
interface FareRow {
  readonly id: number
  readonly name: string
  readonly rule: Fare
  readonly digest: string
}

export const fareTable = table<FareRow>('fares', {
  key: 'id',
  changing: 'name',
  hasSequence: true,
  columns: { id: integer('id'), name: text('name'), rule: json('rule'), digest: text('digest') },
})

interface ConsistRow {
  readonly id: ConsistId
  readonly name: string
  readonly travelClasses: readonly string[]
  readonly digest: string
}

export const consistTable = table<ConsistRow>('consists', {
  key: 'id',
  hasSequence: true,
  columns: {
    id: integer('id'),
    name: text('name'),
    travel_classes: json('travelClasses'),
    digest: text('digest'),
  },
})

interface PlaceInConsist {
  readonly consistId: ConsistId
  readonly index: number
}

export const coachTable = table<Coach, PlaceInConsist>('coaches', {
  key: 'consist_id coach_index',
  references: 'consist_id:consists',
  columns: {
    consist_id: ofOwner('consistId'),
    coach_index: ofOwner('index'),
    coach_number: text('number'),
    layout: json('layout'),
  },
})

export const seatTable = table<Seat, Pick<PlaceInConsist, 'consistId'>>('coach_seats', {
  key: 'id',
  hasSequence: true,
  references: 'consist_id:consists',
  columns: {
    id: integer('id'),
    consist_id: ofOwner('consistId'),
    seat_index: integer('index'),
    seat_number: text('number'),
    seat_label: text('label'),
    coach_number: text('coachNumber'),
    travel_class: text('travelClass'),
    kind: text('kind'),
    features: json('features'),
    deck: integer('deck'),
    x: real('x'),
    y: real('y'),
    seat_group: text('group'),
  },
})

export interface TrainRow {
  readonly id: TrainId
  /** The timetable that it comes from. */
  readonly source: string
  readonly key: string
  readonly digest: string
  readonly number: string
  readonly name: string
  readonly timeZone: string
  /** Encoded, see `service-dates.ts`. */
  readonly serviceDates: string
  readonly isCurrent: boolean
  readonly consistId: ConsistId
  readonly fareId: number
  readonly headsigns: readonly Headsign[]
}

export const trainTable = table<TrainRow>('trains', {
  key: 'id',
  changing: 'service_dates is_current consist_id fare_id headsigns',
  hasSequence: true,
  references: 'consist_id:consists fare_id:fares',
  columns: {
    id: integer('id'),
    source: text('source'),
    train_key: text('key'),
    digest: text('digest'),
    train_number: text('number'),
    train_name: text('name'),
    time_zone: text('timeZone'),
    service_dates: text('serviceDates'),
    is_current: flag('isCurrent'),
    consist_id: integer('consistId'),
    fare_id: integer('fareId'),
    headsigns: json('headsigns'),
  },
})

interface PlaceInTrain {
  readonly trainId: TrainId
  readonly index: number
}

export const stopTable = table<Stop, PlaceInTrain>('train_stops', {
  key: 'train_id stop_index',
  references: 'train_id:trains',
  columns: {
    train_id: ofOwner('trainId'),
    stop_index: ofOwner('index'),
    station_code: text('stationCode'),
    arrival_seconds: integer('arrivalSeconds'),
    departure_seconds: integer('departureSeconds'),
    distance_meters: integer('distanceMeters'),
    can_board: flag('canBoard'),
    can_alight: flag('canAlight'),
  },
})

export interface RunRow {
  readonly id: TrainRunId
  readonly trainId: TrainId
  readonly serviceDate: string
  readonly originAt: Instant
  readonly consistId: ConsistId
  readonly fareId: number
  readonly stationsAsOf: number | null
  readonly edition: number
  readonly offSaleReason: OffSaleReason | null
  /** By the railway itself. */
  readonly isClosed: boolean
}

const ofRun = {
  train_id: integer('trainId'),
  service_date: text('serviceDate'),
  origin_at: integer('originAt'),
  consist_id: integer('consistId'),
  fare_id: integer('fareId'),
  stations_as_of: integer('stationsAsOf'),
  edition: integer('edition'),
  off_sale_reason: text('offSaleReason'),
  is_closed: flag('isClosed'),
} satisfies Readonly<Record<string, Part<RunRow, null>>>

/** Only imports read it as it is; everybody else reads `runsInEffect`. */
export const runTable = table<RunRow>('train_runs', {
  key: 'id',
  changing: 'train_id origin_at consist_id fare_id stations_as_of edition off_sale_reason',
  hasSequence: true,
  references: 'train_id:trains consist_id:consists fare_id:fares',
  columns: { id: integer('id'), ...ofRun },
})

/**
 * The view of the runs that there are, with the columns of `runTable`: also those that an import in effect is
 * still putting into it, and without those that it is removing.
 */
export const runsInEffect = 'runs_in_effect'

export interface FormerRunRow {
  readonly trainRunId: TrainRunId
  readonly edition: number
  readonly trainId: TrainId
  readonly consistId: ConsistId
  readonly fareId: number
  readonly originAt: Instant
}

export const formerRunTable = table<FormerRunRow>('former_runs', {
  key: 'train_run_id edition',
  references: 'train_run_id:train_runs train_id:trains consist_id:consists fare_id:fares',
  columns: {
    train_run_id: integer('trainRunId'),
    edition: integer('edition'),
    train_id: integer('trainId'),
    consist_id: integer('consistId'),
    fare_id: integer('fareId'),
    origin_at: integer('originAt'),
  },
})

export interface ImportRow {
  readonly id: number
  readonly state: 'PREPARING' | 'IN_EFFECT'
  /** The last ids that were there before. */
  readonly lastTrainId: number
  readonly lastConsistId: number
  readonly lastFareId: number
}

/** At most one row: an import that is being prepared, or in effect and not yet carried over. */
export const importTable = table<ImportRow>('imports', {
  key: 'id',
  hasSequence: true,
  columns: {
    id: integer('id'),
    state: text('state'),
    last_train_id: integer('lastTrainId'),
    last_consist_id: integer('lastConsistId'),
    last_fare_id: integer('lastFareId'),
  },
})

/** What an import has done to a train, its dates as one text. */
export type StoredDifference = Omit<TrainDifference, 'dates'> & { readonly dates: string }

export interface PastImportRow extends PastImport {
  readonly source: string
  readonly differences: readonly StoredDifference[]
}

export const pastImportTable = table<PastImportRow>('past_imports', {
  key: 'id',
  hasSequence: true,
  columns: {
    id: integer('id'),
    source: text('source'),
    imported_at: integer('importedAt'),
    summary: json('summary'),
    differences: json('differences'),
  },
})

/** What a run becomes when the import takes effect. */
export interface StagedRun extends RunRow {
  /** The commit of the run's head that this was planned for; 0 for a run without claims. */
  readonly commitSeq: number
  readonly isRemoved: boolean
}

export const stagedRunTable = table<StagedRun>('staged_runs', {
  key: 'id',
  columns: { id: integer('id'), commit_seq: integer('commitSeq'), is_removed: flag('isRemoved'), ...ofRun },
})

/** What an import makes of a train, once it is in effect. */
export type StagedTrain = Pick<
  TrainRow,
  'id' | 'serviceDates' | 'isCurrent' | 'consistId' | 'fareId' | 'headsigns'
>

export const stagedTrainTable = table<StagedTrain>('staged_trains', {
  key: 'id',
  columns: {
    id: integer('id'),
    service_dates: text('serviceDates'),
    is_current: flag('isCurrent'),
    consist_id: integer('consistId'),
    fare_id: integer('fareId'),
    headsigns: json('headsigns'),
  },
})

/** The view of what trains show as their destination, by `id`. */
export const headsignsInEffect = 'headsigns_in_effect'
