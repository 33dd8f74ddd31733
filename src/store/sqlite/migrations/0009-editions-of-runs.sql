-- A run that somebody has a claim on and that a newer timetable changes has a new edition; the ones before
-- it stay for those who bought them: their times, seats and refund rule.
DROP VIEW seats;
ALTER TABLE train_runs ADD COLUMN edition INTEGER NOT NULL DEFAULT 1;
-- Why an import has taken the run off sale; only an import takes it back.
ALTER TABLE train_runs ADD COLUMN off_sale_reason TEXT CHECK (off_sale_reason IN ('WITHDRAWN', 'WAITING'));
-- The railway itself has closed the run; no import changes that.
ALTER TABLE train_runs ADD COLUMN is_closed INTEGER NOT NULL DEFAULT 0;
UPDATE train_runs SET off_sale_reason = 'WITHDRAWN' WHERE is_on_sale = 0;
ALTER TABLE train_runs DROP COLUMN is_on_sale;
CREATE INDEX train_runs_waiting ON train_runs (service_date) WHERE off_sale_reason = 'WAITING';
-- The last edition that was sold like this.
CREATE TABLE former_runs (
  train_run_id INTEGER NOT NULL REFERENCES train_runs (id), edition INTEGER NOT NULL,
  train_id INTEGER NOT NULL REFERENCES trains (id),
  consist_id INTEGER NOT NULL REFERENCES consists (id), fare_id INTEGER NOT NULL REFERENCES fares (id),
  origin_at INTEGER NOT NULL, PRIMARY KEY (train_run_id, edition)
) STRICT, WITHOUT ROWID;
ALTER TABLE seat_holds ADD COLUMN edition INTEGER NOT NULL DEFAULT 1;
ALTER TABLE bookings ADD COLUMN edition INTEGER NOT NULL DEFAULT 1;
-- A seat that a run had under the same number before keeps the id under which it was claimed.
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
