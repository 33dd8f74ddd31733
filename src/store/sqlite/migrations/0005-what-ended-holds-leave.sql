-- Ended holds that nobody tried to pay for are cleared in the order in which
-- their time ran out. A hold that is sold never has a row in this index.
CREATE INDEX seat_holds_ended ON seat_holds (expires_at, id)
  WHERE status IN ('RELEASED', 'EXPIRED') AND payment_id IS NULL;
-- Where entries of a chain were cleared, one stands for them with the hash of the last.
CREATE INDEX audit_entries_cleared ON audit_entries (train_run_id, seq) WHERE action = 'entries_cleared';
