-- What the database is told once.
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE id_blocks (kind TEXT PRIMARY KEY, next_id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- The latest time that a commit was made with; a start behind it goes on from there.
CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), high_water INTEGER NOT NULL) STRICT;
INSERT INTO clock (id, high_water) VALUES (1, 0);

-- Master data.
CREATE TABLE stations (
  station_code TEXT PRIMARY KEY, name TEXT NOT NULL, time_zone TEXT NOT NULL, latitude REAL, longitude REAL
) STRICT, WITHOUT ROWID;
CREATE TABLE fares (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rule TEXT NOT NULL, digest TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE consists (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, travel_classes TEXT NOT NULL, digest TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE coaches (
  consist_id INTEGER NOT NULL REFERENCES consists (id), coach_index INTEGER NOT NULL, coach_number TEXT NOT NULL,
  layout TEXT NOT NULL, PRIMARY KEY (consist_id, coach_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE coach_seats (
  id INTEGER PRIMARY KEY, consist_id INTEGER NOT NULL REFERENCES consists (id), seat_index INTEGER NOT NULL,
  seat_number TEXT NOT NULL, seat_label TEXT NOT NULL, coach_number TEXT NOT NULL, travel_class TEXT NOT NULL,
  kind TEXT NOT NULL, features TEXT NOT NULL, deck INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL, seat_group TEXT,
  UNIQUE (consist_id, seat_number)
) STRICT;
-- AUTOINCREMENT: an import deletes trains and runs, and the id of one that is gone must never name another.
CREATE TABLE trains (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, train_key TEXT NOT NULL, digest TEXT NOT NULL, train_number TEXT NOT NULL,
  train_name TEXT NOT NULL, time_zone TEXT NOT NULL, service_dates TEXT NOT NULL, is_current INTEGER NOT NULL,
  consist_id INTEGER NOT NULL REFERENCES consists (id), fare_id INTEGER NOT NULL REFERENCES fares (id),
  UNIQUE (source, train_key, digest)
) STRICT;
CREATE TABLE train_stops (
  train_id INTEGER NOT NULL REFERENCES trains (id), stop_index INTEGER NOT NULL, station_code TEXT NOT NULL,
  arrival_seconds INTEGER NOT NULL, departure_seconds INTEGER NOT NULL, distance_meters INTEGER NOT NULL,
  can_board INTEGER NOT NULL, can_alight INTEGER NOT NULL, PRIMARY KEY (train_id, stop_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE train_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, train_id INTEGER NOT NULL REFERENCES trains (id), service_date TEXT NOT NULL,
  origin_at INTEGER NOT NULL, consist_id INTEGER NOT NULL REFERENCES consists (id),
  fare_id INTEGER NOT NULL REFERENCES fares (id), is_on_sale INTEGER NOT NULL, UNIQUE (train_id, service_date)
) STRICT;
CREATE INDEX train_runs_service_date ON train_runs (service_date);

-- The sale. Everything leads with its run; no row here exists before somebody claims something.
CREATE TABLE run_heads (
  train_run_id INTEGER PRIMARY KEY, commit_seq INTEGER NOT NULL, audit_seq INTEGER NOT NULL, audit_head TEXT NOT NULL
) STRICT;
CREATE TABLE seat_claims (
  train_run_id INTEGER NOT NULL, seat_id INTEGER NOT NULL, from_leg INTEGER NOT NULL, to_leg INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('HELD', 'BOOKED', 'BLOCKED')), hold_id INTEGER, booking_id INTEGER,
  expires_at INTEGER, updated_at INTEGER NOT NULL,
  PRIMARY KEY (train_run_id, seat_id, from_leg), CHECK (0 <= from_leg AND from_leg < to_leg)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER seat_claims_no_overlap_insert BEFORE INSERT ON seat_claims
WHEN EXISTS (SELECT 1 FROM seat_claims c WHERE c.train_run_id = NEW.train_run_id AND c.seat_id = NEW.seat_id
             AND c.from_leg < NEW.to_leg AND NEW.from_leg < c.to_leg)
BEGIN SELECT RAISE(ABORT, 'seat_claims_no_overlap'); END;
CREATE TRIGGER seat_claims_no_overlap_update BEFORE UPDATE OF train_run_id, seat_id, from_leg, to_leg ON seat_claims
WHEN EXISTS (SELECT 1 FROM seat_claims c WHERE c.train_run_id = NEW.train_run_id AND c.seat_id = NEW.seat_id
             AND c.from_leg < NEW.to_leg AND NEW.from_leg < c.to_leg
             AND (c.train_run_id, c.seat_id, c.from_leg) <> (OLD.train_run_id, OLD.seat_id, OLD.from_leg))
BEGIN SELECT RAISE(ABORT, 'seat_claims_no_overlap'); END;

CREATE TABLE seat_holds (
  id INTEGER PRIMARY KEY, hold_token TEXT UNIQUE NOT NULL, user_id INTEGER NOT NULL, train_run_id INTEGER NOT NULL,
  seat_ids TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, status TEXT NOT NULL DEFAULT 'ACTIVE'
    CHECK (status IN ('ACTIVE', 'PINNED', 'CONSUMED', 'RELEASED', 'EXPIRED')),
  from_leg INTEGER NOT NULL, to_leg INTEGER NOT NULL, from_station_code TEXT NOT NULL, to_station_code TEXT NOT NULL,
  price_cents TEXT NOT NULL, total_cents INTEGER NOT NULL, currency TEXT NOT NULL, pinned_until INTEGER,
  payment_id INTEGER, booking_id INTEGER, idempotency_key TEXT NOT NULL, fingerprint TEXT NOT NULL, commit_seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX seat_holds_key ON seat_holds (train_run_id, user_id, idempotency_key);
CREATE INDEX seat_holds_live ON seat_holds (id) WHERE status IN ('ACTIVE', 'PINNED');

CREATE TABLE payments (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, hold_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
  booking_id INTEGER, method TEXT NOT NULL, amount_cents INTEGER NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL
    CHECK (status IN ('REQUESTED', 'AUTHORIZED', 'CAPTURED', 'VOIDED', 'DECLINED', 'TIMED_OUT')),
  decline_code TEXT, deadline_at INTEGER NOT NULL, passengers TEXT NOT NULL, contact TEXT NOT NULL,
  due_step TEXT CHECK (due_step IN ('CAPTURE', 'VOID')), due_at INTEGER, try_count INTEGER NOT NULL,
  idempotency_key TEXT NOT NULL, fingerprint TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX payments_key ON payments (train_run_id, user_id, idempotency_key);
-- One live attempt a hold.
CREATE UNIQUE INDEX payments_live ON payments (hold_id) WHERE status = 'REQUESTED';
CREATE INDEX payments_due ON payments (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE bookings (
  id INTEGER PRIMARY KEY, booking_id TEXT NOT NULL, user_id INTEGER NOT NULL, train_run_id INTEGER NOT NULL,
  from_station_code TEXT NOT NULL, to_station_code TEXT NOT NULL, journey_date TEXT NOT NULL, total_cents INTEGER NOT NULL,
  num_passengers INTEGER NOT NULL, status TEXT NOT NULL CHECK (status IN ('CONFIRMED', 'CANCELLED')),
  booking_time INTEGER NOT NULL, cancellation_time INTEGER, link_token TEXT NOT NULL, from_leg INTEGER NOT NULL,
  to_leg INTEGER NOT NULL, currency TEXT NOT NULL, refunded_cents INTEGER NOT NULL, hold_id INTEGER NOT NULL,
  payment_id INTEGER NOT NULL, contact TEXT NOT NULL, commit_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX bookings_user ON bookings (user_id);
CREATE TABLE booking_seats (
  booking_id INTEGER NOT NULL REFERENCES bookings (id), seat_id INTEGER NOT NULL, train_run_id INTEGER NOT NULL,
  passenger_name TEXT NOT NULL, passenger_age INTEGER NOT NULL, passenger_gender TEXT NOT NULL,
  price_cents INTEGER NOT NULL, cancellation_id INTEGER, PRIMARY KEY (booking_id, seat_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cancellation_quotes (
  id INTEGER PRIMARY KEY, quote_id TEXT NOT NULL, user_id INTEGER NOT NULL, train_run_id INTEGER NOT NULL,
  booking_id INTEGER NOT NULL, seat_ids TEXT NOT NULL, refund_cents INTEGER NOT NULL, fee_cents INTEGER NOT NULL,
  currency TEXT NOT NULL, valid_until INTEGER NOT NULL
) STRICT;
CREATE TABLE cancellations (
  id INTEGER PRIMARY KEY, quote_id INTEGER NOT NULL, user_id INTEGER NOT NULL, train_run_id INTEGER NOT NULL,
  booking_id INTEGER NOT NULL, refund_cents INTEGER NOT NULL, fee_cents INTEGER NOT NULL, cancelled_at INTEGER NOT NULL,
  idempotency_key TEXT NOT NULL, fingerprint TEXT NOT NULL, payment_status TEXT NOT NULL, commit_seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cancellations_key ON cancellations (train_run_id, user_id, idempotency_key);
CREATE INDEX cancellations_booking ON cancellations (booking_id);
CREATE TABLE refunds (
  id INTEGER PRIMARY KEY, payment_id INTEGER NOT NULL, cancellation_id INTEGER, train_run_id INTEGER NOT NULL,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0), status TEXT NOT NULL CHECK (status IN ('QUEUED', 'DONE')),
  due_at INTEGER, try_count INTEGER NOT NULL
) STRICT;
CREATE INDEX refunds_payment ON refunds (payment_id);
CREATE INDEX refunds_due ON refunds (due_at) WHERE due_at IS NOT NULL;

-- Appended in the order of commits. Every entry of a sale names its hold, and holds come in order of time, so the index grows at its end.
CREATE TABLE audit_entries (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, action TEXT NOT NULL,
  user_id INTEGER, hold_id INTEGER, payment_id INTEGER, booking_id INTEGER, facts TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_entries_hold ON audit_entries (hold_id);
CREATE TABLE provider_events (
  provider TEXT NOT NULL, event_id TEXT NOT NULL, body TEXT NOT NULL, signature TEXT NOT NULL, received_at INTEGER NOT NULL,
  PRIMARY KEY (provider, event_id)
) STRICT, WITHOUT ROWID;

-- The seats of a run as the founding document names them; the status is that of the strongest live claim on any leg.
CREATE VIEW seats AS
SELECT s.id, r.id AS train_run_id, s.seat_number,
  CASE WHEN c.state IS NULL THEN 'AVAILABLE' WHEN c.state = 'HELD' THEN 'HELD' ELSE 'BOOKED' END AS status,
  CASE WHEN c.state = 'HELD' THEN c.hold_id END AS hold_id, c.updated_at
FROM train_runs r JOIN coach_seats s ON s.consist_id = r.consist_id
LEFT JOIN seat_claims c ON c.train_run_id = r.id AND c.seat_id = s.id AND c.from_leg = (
  SELECT strongest.from_leg FROM seat_claims strongest
  WHERE strongest.train_run_id = r.id AND strongest.seat_id = s.id
    AND (strongest.expires_at IS NULL OR strongest.expires_at > CAST(unixepoch('subsec') * 1000 AS INTEGER))
  ORDER BY strongest.state = 'HELD' LIMIT 1);
