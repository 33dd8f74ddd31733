-- Entries of what belongs to no hold are read newest first: acts of the railway, and all of run 0. Entries of
-- sales name a hold, so they are not in this index and cost nothing more.
CREATE INDEX audit_entries_acts ON audit_entries (train_run_id, at, seq) WHERE hold_id IS NULL;
