-- What changed hands at desks: the ledger of the methods whose accounts the railway keeps itself, cash and
-- invoice. Rows are only added. What is open on a payment follows from it, its refunds and its entries.
CREATE TABLE desk_entries (
  id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, payment_id BIGINT NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents <> 0),
  means TEXT NOT NULL CHECK (means IN ('CASH', 'TRANSFER')), till TEXT NOT NULL, at BIGINT NOT NULL,
  staff_id BIGINT, key_id BIGINT, user_id BIGINT NOT NULL, idempotency_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL, PRIMARY KEY (train_run_id, id)
);
CREATE INDEX desk_entries_payment ON desk_entries (train_run_id, payment_id);
CREATE INDEX desk_entries_at ON desk_entries (at);
-- The accounts that the railway keeps itself, to find those on which something is open.
CREATE INDEX payments_at_desk ON payments (id) WHERE method IN ('cash', 'invoice');
