-- What goes before the station codes of a source, so that they differ from those of others.
CREATE TABLE sources (source TEXT PRIMARY KEY, station_prefix TEXT NOT NULL);
