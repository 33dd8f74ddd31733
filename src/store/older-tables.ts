import type { ColumnKind } from './columns/column.ts'
import type { Table } from './columns/table.ts'

/**
 * A table as a manifest lists it: columns separated by blanks, `name` for an integer and `name:kind` for
 * anything else.
 */
export interface WrittenTable {
  readonly columns: string
  readonly key: string
}

/**
 * The tables of schema 2 of Holdfast 0.1.0, whose backups do not list their columns. This records what was
 * written then, so it never changes.
 */
const schema2: Readonly<Record<string, WrittenTable>> = {
  settings: { columns: 'name:text value:text', key: 'name' },
  id_blocks: { columns: 'kind:text next_id', key: 'kind' },
  stations: {
    columns: 'station_code:text name:text time_zone:text latitude:real longitude:real',
    key: 'station_code',
  },
  fares: { columns: 'id name:text rule:text digest:text', key: 'id' },
  consists: { columns: 'id name:text travel_classes:text digest:text', key: 'id' },
  coaches: {
    columns: 'consist_id coach_index coach_number:text layout:text',
    key: 'consist_id coach_index',
  },
  coach_seats: {
    columns:
      'id consist_id seat_index seat_number:text seat_label:text coach_number:text ' +
      'travel_class:text kind:text features:text deck x:real y:real seat_group:text',
    key: 'id',
  },
  trains: {
    columns:
      'id source:text train_key:text digest:text train_number:text train_name:text ' +
      'time_zone:text service_dates:text is_current consist_id fare_id',
    key: 'id',
  },
  train_stops: {
    columns:
      'train_id stop_index station_code:text arrival_seconds ' +
      'departure_seconds distance_meters can_board can_alight',
    key: 'train_id stop_index',
  },
  train_runs: {
    columns: 'id train_id service_date:text origin_at consist_id fare_id is_on_sale',
    key: 'id',
  },
  run_heads: { columns: 'train_run_id commit_seq audit_seq audit_head:text', key: 'train_run_id' },
  seat_claims: {
    columns: 'train_run_id seat_id from_leg to_leg state:text hold_id booking_id expires_at updated_at',
    key: 'train_run_id seat_id from_leg',
  },
  seat_holds: {
    columns:
      'id hold_token:text user_id train_run_id seat_ids:text created_at expires_at status:text from_leg ' +
      'to_leg from_station_code:text to_station_code:text price_cents:text total_cents currency:text ' +
      'pinned_until payment_id booking_id idempotency_key:text fingerprint:text commit_seq',
    key: 'train_run_id id',
  },
  payments: {
    columns:
      'id train_run_id hold_id user_id booking_id method:text amount_cents currency:text ' +
      'status:text decline_code:text deadline_at passengers:text contact:text due_step:text ' +
      'due_at try_count idempotency_key:text fingerprint:text created_at',
    key: 'train_run_id id',
  },
  bookings: {
    columns:
      'id booking_id:text user_id train_run_id from_station_code:text to_station_code:text ' +
      'journey_date:text total_cents num_passengers status:text booking_time cancellation_time ' +
      'link_token:text from_leg to_leg currency:text refunded_cents hold_id payment_id contact:text ' +
      'commit_seq',
    key: 'train_run_id id',
  },
  booking_seats: {
    columns:
      'booking_id seat_id train_run_id passenger_name:text passenger_age ' +
      'passenger_gender:text price_cents cancellation_id',
    key: 'train_run_id booking_id seat_id',
  },
  cancellation_quotes: {
    columns:
      'id quote_id:text user_id train_run_id booking_id seat_ids:text ' +
      'refund_cents fee_cents currency:text valid_until',
    key: 'train_run_id id',
  },
  cancellations: {
    columns:
      'id quote_id user_id train_run_id booking_id refund_cents fee_cents cancelled_at ' +
      'idempotency_key:text fingerprint:text payment_status:text commit_seq',
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
}

/** A name as every schema has them. A manifest from elsewhere must not inject SQL. */
const nameForm = /^[a-z_]+$/
const columnForm = /^[a-z_]+(:(text|real))?$/

/** The tables of a backup: as it lists them, else as its schema had them; undefined if that is unknown. */
export function tablesOfBackup(
  schemaVersion: number,
  files: readonly ({ readonly table: string } & Partial<WrittenTable>)[],
): readonly Table[] | undefined {
  const known: Readonly<Record<string, WrittenTable>> = schemaVersion === 2 ? schema2 : {}
  const found = files.flatMap(({ table, columns, key }) => {
    const written = columns !== undefined && key !== undefined ? { columns, key } : known[table]
    return written && isWhole(table, written) ? [tableOf(table, written)] : []
  })
  return found.length === files.length ? found : undefined
}

function isWhole(table: string, { columns, key }: WrittenTable): boolean {
  return (
    nameForm.test(table) &&
    columns.split(' ').every((column) => columnForm.test(column)) &&
    key.split(' ').every((column) => nameForm.test(column))
  )
}

function tableOf(name: string, { columns, key }: WrittenTable): Table {
  const described = columns.split(' ').map((word) => {
    const [column = '', kind = 'integer'] = word.split(':')
    return { name: column, kind: kind as ColumnKind }
  })
  return { name, columns: described, key: key.split(' '), references: [], hasSequence: false }
}

/** A table as the manifest of a new backup lists it. */
export function writtenTable({ columns, key }: Table): WrittenTable {
  const words = columns.map(({ name, kind }) => (kind === 'integer' ? name : `${name}:${kind}`))
  return { columns: words.join(' '), key: key.join(' ') }
}
