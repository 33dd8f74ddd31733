-- A page of a booking's history is read by its place in the chain: a
-- hold can have any number of entries, one for each refused attempt.
DROP INDEX audit_entries_hold;
CREATE INDEX audit_entries_hold ON audit_entries (train_run_id, hold_id, seq);
