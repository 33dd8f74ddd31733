-- A run that somebody has a claim on and that a newer timetable changes has a new edition; the ones before
-- it stay for those who bought them: their times, seats and refund rule.
DROP VIEW seats;
ALTER TABLE train_runs ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;
-- Why an import has taken the run off sale; only an import takes it back.
ALTER TABLE train_runs ADD COLUMN off_sale_reason TEXT;
ALTER TABLE train_runs ADD CONSTRAINT train_runs_off_sale_reason
  CHECK (off_sale_reason IN ('WITHDRAWN', 'WAITING'));
-- The railway itself has closed the run; no import changes that.
ALTER TABLE train_runs ADD COLUMN is_closed INTEGER NOT NULL DEFAULT 0;
UPDATE train_runs SET off_sale_reason = 'WITHDRAWN' WHERE is_on_sale = 0;
ALTER TABLE train_runs DROP COLUMN is_on_sale;
CREATE INDEX train_runs_waiting ON train_runs (service_date) WHERE off_sale_reason = 'WAITING';
-- The last edition that was sold like this.
CREATE TABLE former_runs (
  train_run_id BIGINT NOT NULL REFERENCES train_runs (id), edition BIGINT NOT NULL,
  train_id BIGINT NOT NULL REFERENCES trains (id), consist_id BIGINT NOT NULL REFERENCES consists (id),
  fare_id BIGINT NOT NULL REFERENCES fares (id), origin_at BIGINT NOT NULL,
  PRIMARY KEY (train_run_id, edition)
);
ALTER TABLE seat_holds ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;
ALTER TABLE bookings ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;
-- A seat that a run had under the same number before keeps the id under which it was claimed.
CREATE VIEW seats AS
SELECT s.id, r.id AS train_run_id, s.seat_number,
  CASE WHEN c.state IS NULL THEN 'AVAILABLE' WHEN c.state = 'HELD' THEN 'HELD' ELSE 'BOOKED' END AS status,
  CASE WHEN c.state = 'HELD' THEN c.hold_id END AS hold_id, c.updated_at
FROM train_runs r JOIN coach_seats s ON s.consist_id = r.consist_id
LEFT JOIN LATERAL (
  SELECT claim.state, claim.hold_id, claim.updated_at FROM seat_claims claim
  WHERE claim.train_run_id = r.id
    AND (claim.seat_id = s.id OR claim.seat_id IN (
      SELECT earlier.id FROM former_runs f JOIN coach_seats earlier
        ON earlier.consist_id = f.consist_id AND earlier.seat_number = s.seat_number
      WHERE f.train_run_id = r.id))
    AND (claim.expires_at IS NULL OR claim.expires_at > extract(epoch FROM clock_timestamp()) * 1000)
  ORDER BY claim.state = 'HELD' LIMIT 1) c ON true;
