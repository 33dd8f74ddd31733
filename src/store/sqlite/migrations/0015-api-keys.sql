-- Keys of machines, changed by decisions on run 0 as staff are. There are few, and every node has all of
-- them in memory.
CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, user_id INTEGER NOT NULL, name TEXT NOT NULL,
  token_hash TEXT NOT NULL, rights TEXT NOT NULL, networks TEXT NOT NULL,
  requests_per_second INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER, last_used_at INTEGER,
  revoked_at INTEGER, commit_seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX api_keys_token ON api_keys (train_run_id, token_hash);
