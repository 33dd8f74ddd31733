/** How a column is written down: an integer below 2^53, a number with a fraction, or a text. */
export type ColumnKind = 'integer' | 'real' | 'text'

/** A row of one table that names rows of another. */
export interface Reference {
  readonly column: string
  readonly table: TableName
}

/** One table as both databases have it. */
export interface Table {
  readonly name: TableName
  readonly columns: readonly (readonly [name: string, kind: ColumnKind])[]
  /** What no two rows have in common; rows are read in its order. */
  readonly key: readonly string[]
  readonly references: readonly Reference[]
  /** Where ids come from a sequence of the database. */
  readonly hasSequence: boolean
}

export type TableName = keyof typeof described

const described = {
  settings: { columns: 'name:text value:text', key: 'name' },
  id_blocks: { columns: 'kind:text next_id', key: 'kind' },
  stations: {
    columns: 'station_code:text name:text time_zone:text latitude:real longitude:real',
    key: 'station_code',
  },
  fares: { columns: 'id name:text rule:text digest:text', key: 'id', hasSequence: true },
  consists: { columns: 'id name:text travel_classes:text digest:text', key: 'id', hasSequence: true },
  coaches: {
    columns: 'consist_id coach_index coach_number:text layout:text',
    key: 'consist_id coach_index',
    references: 'consist_id:consists',
  },
  coach_seats: {
    columns:
      'id consist_id seat_index seat_number:text seat_label:text coach_number:text travel_class:text kind:text features:text deck x:real y:real seat_group:text',
    key: 'id',
    hasSequence: true,
    references: 'consist_id:consists',
  },
  trains: {
    columns:
      'id source:text train_key:text digest:text train_number:text train_name:text time_zone:text service_dates:text is_current consist_id fare_id',
    key: 'id',
    hasSequence: true,
    references: 'consist_id:consists fare_id:fares',
  },
  train_stops: {
    columns:
      'train_id stop_index station_code:text arrival_seconds departure_seconds distance_meters can_board can_alight',
    key: 'train_id stop_index',
    references: 'train_id:trains',
  },
  train_runs: {
    columns: 'id train_id service_date:text origin_at consist_id fare_id is_on_sale',
    key: 'id',
    hasSequence: true,
    references: 'train_id:trains consist_id:consists fare_id:fares',
  },
  run_heads: { columns: 'train_run_id commit_seq audit_seq audit_head:text', key: 'train_run_id' },
  seat_claims: {
    columns: 'train_run_id seat_id from_leg to_leg state:text hold_id booking_id expires_at updated_at',
    key: 'train_run_id seat_id from_leg',
  },
  seat_holds: {
    columns:
      'id hold_token:text user_id train_run_id seat_ids:text created_at expires_at status:text from_leg to_leg from_station_code:text to_station_code:text price_cents:text total_cents currency:text pinned_until payment_id booking_id idempotency_key:text fingerprint:text commit_seq',
    key: 'train_run_id id',
  },
  payments: {
    columns:
      'id train_run_id hold_id user_id booking_id method:text amount_cents currency:text status:text decline_code:text deadline_at passengers:text contact:text due_step:text due_at try_count idempotency_key:text fingerprint:text created_at',
    key: 'train_run_id id',
  },
  bookings: {
    columns:
      'id booking_id:text user_id train_run_id from_station_code:text to_station_code:text journey_date:text total_cents num_passengers status:text booking_time cancellation_time link_token:text from_leg to_leg currency:text refunded_cents hold_id payment_id contact:text commit_seq',
    key: 'train_run_id id',
  },
  booking_seats: {
    columns:
      'booking_id seat_id train_run_id passenger_name:text passenger_age passenger_gender:text price_cents cancellation_id',
    key: 'train_run_id booking_id seat_id',
    references: 'booking_id:bookings',
  },
  cancellation_quotes: {
    columns:
      'id quote_id:text user_id train_run_id booking_id seat_ids:text refund_cents fee_cents currency:text valid_until',
    key: 'train_run_id id',
  },
  cancellations: {
    columns:
      'id quote_id user_id train_run_id booking_id refund_cents fee_cents cancelled_at idempotency_key:text fingerprint:text payment_status:text commit_seq',
    key: 'train_run_id id',
  },
  refunds: {
    columns:
      'id payment_id cancellation_id train_run_id amount_cents status:text due_at try_count refused_at',
    key: 'train_run_id id',
  },
  audit_entries: {
    columns: 'train_run_id seq at action:text user_id hold_id payment_id booking_id facts:text hash:text',
    key: 'train_run_id seq',
  },
  provider_events: {
    columns: 'provider:text event_id:text body:text signature:text received_at',
    key: 'provider event_id',
  },
} as const

interface Described {
  readonly columns: string
  readonly key: string
  readonly references?: string
  readonly hasSequence?: boolean
}

/**
 * Every table that a backup, a restore and a copy carry, with the columns that both databases have, parents before children. What only
 * one database has is of no use in the other: leases end with the nodes that hold them, and row numbers and clocks are each file's own.
 */
export const tables: readonly Table[] = Object.entries(described).map(([name, table]) =>
  describeTable(name as TableName, table),
)

export const onlyInSqlite = { tables: ['clock'], columns: ['audit_entries.id'] } as const
export const onlyInPostgres = {
  tables: ['schema_migrations'],
  columns: ['payments.lease_until', 'payments.fence', 'refunds.lease_until', 'refunds.fence'],
} as const

/** The settings that go with the rows; whatever else a database is told is about itself. */
export const carriedSettings = ['locator_key', 'network_version', 'session_secret', 'webhook_secret'] as const

function describeTable(
  name: TableName,
  { columns, key, references = '', hasSequence = false }: Described,
): Table {
  return {
    name,
    columns: words(columns).map(([column, kind = 'integer']) => [column, kind as ColumnKind]),
    key: key.split(' '),
    references: words(references).map(([column, table]) => ({ column, table: table as TableName })),
    hasSequence,
  }
}

function words(text: string): (readonly [string, string?])[] {
  return text === '' ? [] : text.split(' ').map((word) => word.split(':') as [string, string?])
}
