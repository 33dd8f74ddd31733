-- What changed hands at desks: the ledger of the methods whose accounts the railway keeps itself, cash and
-- invoice. Rows are only added. What is open on a payment follows from it, its refunds and its entries.
CREATE TABLE desk_entries (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, payment_id INTEGER NOT NULL,
  amount_cents INTEGER NOT NULL CHECK (amount_cents <> 0),
  means TEXT NOT NULL CHECK (means IN ('CASH', 'TRANSFER')), till TEXT NOT NULL, at INTEGER NOT NULL,
  staff_id INTEGER, key_id INTEGER, user_id INTEGER NOT NULL, idempotency_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL
) STRICT;
CREATE INDEX desk_entries_payment ON desk_entries (payment_id);
CREATE INDEX desk_entries_at ON desk_entries (at);
-- The accounts that the railway keeps itself, to find those on which something is open.
CREATE INDEX payments_at_desk ON payments (id) WHERE method IN ('cash', 'invoice');
