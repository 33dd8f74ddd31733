/**
 * Where a Citus cluster keeps a table of the schema: distributed by a column, copied to every node, or on the
 * coordinator alone.
 */
export type Placement =
  | { readonly table: string; readonly kind: 'distributed'; readonly by: string; readonly with: string }
  | { readonly table: string; readonly kind: 'reference' }
  | { readonly table: string; readonly kind: 'local' }

const sale = [
  ...['run_heads', 'seat_claims', 'seat_holds', 'payments', 'bookings', 'booking_seats'],
  ...['cancellation_quotes', 'cancellations', 'refunds', 'desk_entries', 'audit_entries'],
  ...['access_codes', 'booking_grants', 'messages'],
  // Of run 0 only, so they are all on one node, which its transactions need.
  ...['staff', 'sessions', 'api_keys', 'accounts', 'account_codes'],
  ...['closings', 'ledger_lines'],
  'personal_keys',
].map((table, index): Placement => {
  // The first table makes the group of shards that the others join, so that all rows of a run are on one
  // node.
  return { table, kind: 'distributed', by: 'train_run_id', with: index === 0 ? 'none' : 'run_heads' }
})

const masterData = [
  ...['stations', 'fares', 'consists', 'coaches', 'coach_seats', 'trains', 'train_stops', 'train_runs'],
  ...['former_stations', 'sources', 'former_runs', 'imports', 'staged_runs', 'staged_trains'],
  'past_imports',
].map((table): Placement => ({ table, kind: 'reference' }))

/** Every table of the schema, in the order of placement. */
export const placements: readonly Placement[] = [
  ...masterData,
  ...sale,
  // The payment provider's inbox names no run, and grows with the sale.
  { table: 'provider_events', kind: 'distributed', by: 'event_id', with: 'none' },
  // Read and written at every start; ids must not depend on a worker.
  ...['settings', 'id_blocks', 'schema_migrations'].map((table): Placement => ({ table, kind: 'local' })),
]

/** The tables that are distributed over the shards of a cluster. */
export const distributedTables = placements.filter((one) => one.kind === 'distributed')
