-- A station belongs to the source that named it first; empty where no timetable has it now.
ALTER TABLE stations ADD COLUMN source TEXT NOT NULL DEFAULT '';
UPDATE stations SET source = callers.source FROM (
  SELECT first.station_code, trains.source FROM
    (SELECT station_code, min(train_id) AS train_id FROM train_stops GROUP BY station_code) AS first
    JOIN trains ON trains.id = first.train_id) AS callers
  WHERE callers.station_code = stations.station_code;
-- What a station was called until an import changed it, for runs that were sold before.
CREATE TABLE former_stations (
  station_code TEXT NOT NULL, until_version BIGINT NOT NULL, name TEXT NOT NULL, time_zone TEXT NOT NULL,
  PRIMARY KEY (station_code, until_version)
);
ALTER TABLE train_runs ADD COLUMN stations_as_of BIGINT;
