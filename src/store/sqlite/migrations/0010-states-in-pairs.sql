-- For a list of three or more values SQLite builds a table of its own each time that it checks a row,
-- which was a quarter of the time of a sale's writes. It compares two at once. A CHECK cannot be changed in
-- place, so three tables are made anew, with the same columns in the same order. Nothing refers to them but
-- the view.
DROP VIEW seats;
CREATE TABLE seat_claims_anew (
  train_run_id INTEGER NOT NULL, seat_id INTEGER NOT NULL, from_leg INTEGER NOT NULL, to_leg INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('HELD', 'BOOKED') OR state = 'BLOCKED'),
  hold_id INTEGER, booking_id INTEGER,
  expires_at INTEGER, updated_at INTEGER NOT NULL,
  PRIMARY KEY (train_run_id, seat_id, from_leg), CHECK (0 <= from_leg AND from_leg < to_leg)
) STRICT, WITHOUT ROWID;
INSERT INTO seat_claims_anew SELECT * FROM seat_claims;
DROP TABLE seat_claims;
ALTER TABLE seat_claims_anew RENAME TO seat_claims;
CREATE TRIGGER seat_claims_no_overlap_insert BEFORE INSERT ON seat_claims
WHEN EXISTS (SELECT 1 FROM seat_claims c WHERE c.train_run_id = NEW.train_run_id AND c.seat_id = NEW.seat_id
             AND c.from_leg < NEW.to_leg AND NEW.from_leg < c.to_leg)
BEGIN SELECT RAISE(ABORT, 'seat_claims_no_overlap'); END;
CREATE TRIGGER seat_claims_no_overlap_update BEFORE UPDATE OF train_run_id, seat_id, from_leg, to_leg
ON seat_claims
WHEN EXISTS (SELECT 1 FROM seat_claims c WHERE c.train_run_id = NEW.train_run_id AND c.seat_id = NEW.seat_id
             AND c.from_leg < NEW.to_leg AND NEW.from_leg < c.to_leg
             AND (c.train_run_id, c.seat_id, c.from_leg) <> (OLD.train_run_id, OLD.seat_id, OLD.from_leg))
BEGIN SELECT RAISE(ABORT, 'seat_claims_no_overlap'); END;

CREATE TABLE seat_holds_anew (
  id INTEGER PRIMARY KEY, hold_token TEXT UNIQUE NOT NULL, user_id INTEGER NOT NULL,
  train_run_id INTEGER NOT NULL,
  seat_ids TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'ACTIVE'
    CHECK (status IN ('ACTIVE', 'PINNED') OR status IN ('CONSUMED', 'RELEASED') OR status = 'EXPIRED'),
  from_leg INTEGER NOT NULL, to_leg INTEGER NOT NULL,
  from_station_code TEXT NOT NULL, to_station_code TEXT NOT NULL,
  price_cents TEXT NOT NULL, total_cents INTEGER NOT NULL, currency TEXT NOT NULL, pinned_until INTEGER,
  payment_id INTEGER, booking_id INTEGER, idempotency_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL, commit_seq INTEGER NOT NULL,
  edition INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO seat_holds_anew SELECT * FROM seat_holds;
DROP TABLE seat_holds;
ALTER TABLE seat_holds_anew RENAME TO seat_holds;
CREATE UNIQUE INDEX seat_holds_key ON seat_holds (train_run_id, user_id, idempotency_key);
CREATE INDEX seat_holds_live ON seat_holds (id) WHERE status IN ('ACTIVE', 'PINNED');
CREATE INDEX seat_holds_ended ON seat_holds (expires_at, id)
  WHERE status IN ('RELEASED', 'EXPIRED') AND payment_id IS NULL;

CREATE TABLE payments_anew (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, hold_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
  booking_id INTEGER, method TEXT NOT NULL, amount_cents INTEGER NOT NULL, currency TEXT NOT NULL,
  status TEXT NOT NULL
    CHECK (status IN ('REQUESTED', 'AUTHORIZED') OR status IN ('CAPTURED', 'VOIDED')
      OR status IN ('DECLINED', 'TIMED_OUT')),
  decline_code TEXT, deadline_at INTEGER NOT NULL, passengers TEXT NOT NULL, contact TEXT NOT NULL,
  due_step TEXT CHECK (due_step IN ('CAPTURE', 'VOID')), due_at INTEGER, try_count INTEGER NOT NULL,
  idempotency_key TEXT NOT NULL, fingerprint TEXT NOT NULL, created_at INTEGER NOT NULL,
  by_hand_cents INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO payments_anew SELECT * FROM payments;
DROP TABLE payments;
ALTER TABLE payments_anew RENAME TO payments;
CREATE UNIQUE INDEX payments_key ON payments (train_run_id, user_id, idempotency_key);
CREATE UNIQUE INDEX payments_live ON payments (hold_id) WHERE status = 'REQUESTED';
CREATE INDEX payments_due ON payments (due_at) WHERE due_at IS NOT NULL;

CREATE VIEW seats AS
SELECT s.id, r.id AS train_run_id, s.seat_number,
  CASE WHEN c.state IS NULL THEN 'AVAILABLE' WHEN c.state = 'HELD' THEN 'HELD' ELSE 'BOOKED' END AS status,
  CASE WHEN c.state = 'HELD' THEN c.hold_id END AS hold_id, c.updated_at
FROM train_runs r JOIN coach_seats s ON s.consist_id = r.consist_id
LEFT JOIN seat_claims c ON c.train_run_id = r.id AND (c.seat_id, c.from_leg) = (
  SELECT strongest.seat_id, strongest.from_leg FROM seat_claims strongest
  WHERE strongest.train_run_id = r.id
    AND (strongest.seat_id = s.id OR strongest.seat_id IN (
      SELECT earlier.id FROM former_runs f JOIN coach_seats earlier
        ON earlier.consist_id = f.consist_id AND earlier.seat_number = s.seat_number
      WHERE f.train_run_id = r.id))
    AND (strongest.expires_at IS NULL OR strongest.expires_at > CAST(unixepoch('subsec') * 1000 AS INTEGER))
  ORDER BY strongest.state = 'HELD' LIMIT 1);
