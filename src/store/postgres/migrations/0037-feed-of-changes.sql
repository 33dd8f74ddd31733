-- Entries that other systems are told of are read in order of time, those about money through the index of
-- the journal. These are the others; none of them is written by a sale.
CREATE INDEX audit_entries_events ON audit_entries (at, train_run_id, seq) WHERE
  action IN ('hold_expired', 'run_changed') OR action IN ('run_cancelled', 'seats_moved') OR
  action IN ('name_corrected', 'sale_closed') OR action IN ('sale_opened', 'run_put_on_sale') OR
  action IN ('run_taken_off_sale', 'personal_data_erased');
