-- Names of stations by language, as JSON: {"de": "Wien"}; and how they are spoken: ["vienna"].
ALTER TABLE stations ADD COLUMN names TEXT NOT NULL DEFAULT '{}';
ALTER TABLE stations ADD COLUMN spoken_names TEXT NOT NULL DEFAULT '[]';
-- What a train shows as its destination, from which stop on, by language.
ALTER TABLE trains ADD COLUMN headsigns TEXT NOT NULL DEFAULT '[]';
