-- What imports have done, for operators who look later: the report, and the differences by train apart from
-- it, as they are long.
CREATE TABLE past_imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, imported_at INTEGER NOT NULL,
  summary TEXT NOT NULL, differences TEXT NOT NULL
) STRICT;
