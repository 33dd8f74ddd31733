-- The import that is being prepared, or takes effect. There is one at a time; the last ids before it tell
-- what it has added.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('PREPARING', 'IN_EFFECT')),
  last_train_id INTEGER NOT NULL, last_consist_id INTEGER NOT NULL, last_fare_id INTEGER NOT NULL
) STRICT;
-- What becomes of runs and trains when it takes effect. A run was planned for as of this commit of its head.
CREATE TABLE staged_runs (
  id INTEGER PRIMARY KEY, commit_seq INTEGER NOT NULL, is_removed INTEGER NOT NULL, train_id INTEGER NOT NULL,
  service_date TEXT NOT NULL, origin_at INTEGER NOT NULL, consist_id INTEGER NOT NULL,
  fare_id INTEGER NOT NULL, stations_as_of INTEGER, edition INTEGER NOT NULL,
  off_sale_reason TEXT, is_closed INTEGER NOT NULL
) STRICT;
CREATE TABLE staged_trains (
  id INTEGER PRIMARY KEY, service_dates TEXT NOT NULL, is_current INTEGER NOT NULL,
  consist_id INTEGER NOT NULL, fare_id INTEGER NOT NULL, headsigns TEXT NOT NULL
) STRICT;

-- The runs that there are. Every reader of runs looks here, and none sees an import before it is in effect.
CREATE VIEW runs_in_effect AS
SELECT r.id, r.train_id, r.service_date, r.origin_at, r.consist_id, r.fare_id, r.stations_as_of, r.edition,
  r.off_sale_reason, r.is_closed
FROM train_runs r
WHERE NOT (EXISTS (SELECT 1 FROM imports WHERE state = 'IN_EFFECT')
  AND EXISTS (SELECT 1 FROM staged_runs s WHERE s.id = r.id))
UNION ALL
SELECT s.id, s.train_id, s.service_date, s.origin_at, s.consist_id, s.fare_id, s.stations_as_of, s.edition,
  s.off_sale_reason, s.is_closed
FROM staged_runs s
WHERE s.is_removed = 0 AND EXISTS (SELECT 1 FROM imports WHERE state = 'IN_EFFECT');

-- What trains show as their destination. Only imports look at what else they change of a train.
CREATE VIEW headsigns_in_effect AS
SELECT t.id, coalesce(s.headsigns, t.headsigns) AS headsigns FROM trains t
LEFT JOIN staged_trains s ON s.id = t.id AND EXISTS (SELECT 1 FROM imports WHERE state = 'IN_EFFECT');

DROP VIEW seats;
CREATE VIEW seats AS
SELECT s.id, r.id AS train_run_id, s.seat_number,
  CASE WHEN c.state IS NULL THEN 'AVAILABLE' WHEN c.state = 'HELD' THEN 'HELD' ELSE 'BOOKED' END AS status,
  CASE WHEN c.state = 'HELD' THEN c.hold_id END AS hold_id, c.updated_at
FROM runs_in_effect r JOIN coach_seats s ON s.consist_id = r.consist_id
LEFT JOIN seat_claims c ON c.train_run_id = r.id AND (c.seat_id, c.from_leg) = (
  SELECT strongest.seat_id, strongest.from_leg FROM seat_claims strongest
  WHERE strongest.train_run_id = r.id
    AND (strongest.seat_id = s.id OR strongest.seat_id IN (
      SELECT earlier.id FROM former_runs f JOIN coach_seats earlier
        ON earlier.consist_id = f.consist_id AND earlier.seat_number = s.seat_number
      WHERE f.train_run_id = r.id))
    AND (strongest.expires_at IS NULL OR strongest.expires_at > CAST(unixepoch('subsec') * 1000 AS INTEGER))
  ORDER BY strongest.state = 'HELD' LIMIT 1);
