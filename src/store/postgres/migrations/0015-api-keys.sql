-- Keys of machines, changed by decisions on run 0 as staff are. There are few, and every node has all of
-- them in memory.
CREATE TABLE api_keys (
  id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, user_id BIGINT NOT NULL, name TEXT NOT NULL,
  token_hash TEXT NOT NULL, rights TEXT NOT NULL, networks TEXT NOT NULL,
  requests_per_second BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT, last_used_at BIGINT,
  revoked_at BIGINT, commit_seq BIGINT NOT NULL,
  PRIMARY KEY (train_run_id, id)
);
CREATE UNIQUE INDEX api_keys_token ON api_keys (train_run_id, token_hash);
