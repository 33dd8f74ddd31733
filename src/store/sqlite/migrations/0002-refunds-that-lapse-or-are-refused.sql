-- A refund lapses when its payment will never be captured; one that the provider refuses stays owed. A CHECK cannot be changed in
-- place, so the table is made anew; it has no triggers, and nothing refers to it.
CREATE TABLE refunds_anew (
  id INTEGER PRIMARY KEY, payment_id INTEGER NOT NULL, cancellation_id INTEGER, train_run_id INTEGER NOT NULL,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0), status TEXT NOT NULL CHECK (status IN ('QUEUED', 'DONE', 'LAPSED')),
  due_at INTEGER, try_count INTEGER NOT NULL, refused_at INTEGER
) STRICT;
INSERT INTO refunds_anew SELECT id, payment_id, cancellation_id, train_run_id, amount_cents, status, due_at, try_count, NULL FROM refunds;
DROP TABLE refunds;
ALTER TABLE refunds_anew RENAME TO refunds;
CREATE INDEX refunds_payment ON refunds (payment_id);
CREATE INDEX refunds_due ON refunds (due_at) WHERE due_at IS NOT NULL;
