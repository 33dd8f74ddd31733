-- Who works for the railway, and the devices on which somebody has signed in. Both are changed by decisions
-- on run 0, which belongs to no train, so each row names that run and the commit that wrote it last.
CREATE TABLE staff (
  id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, user_id BIGINT NOT NULL, name TEXT NOT NULL,
  email TEXT NOT NULL, email_folded TEXT NOT NULL, roles TEXT NOT NULL, password_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'DISABLED')), created_at BIGINT NOT NULL,
  password_at BIGINT NOT NULL, commit_seq BIGINT NOT NULL, PRIMARY KEY (train_run_id, id)
);
CREATE UNIQUE INDEX staff_email ON staff (train_run_id, email_folded);
CREATE TABLE sessions (
  id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, token_hash TEXT NOT NULL, user_id BIGINT NOT NULL,
  staff_id BIGINT, created_at BIGINT NOT NULL, last_used_at BIGINT NOT NULL, idle_ms BIGINT NOT NULL,
  expires_at BIGINT NOT NULL, ended_at BIGINT, commit_seq BIGINT NOT NULL,
  PRIMARY KEY (train_run_id, id)
);
CREATE UNIQUE INDEX sessions_token ON sessions (train_run_id, token_hash);
CREATE INDEX sessions_staff ON sessions (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX sessions_commit ON sessions (commit_seq);
CREATE INDEX sessions_expiry ON sessions (expires_at);
-- Who of the railway acted, and why. Entries of what passengers did have neither, and their hashes stay.
ALTER TABLE audit_entries ADD COLUMN staff_id BIGINT;
ALTER TABLE audit_entries ADD COLUMN key_id BIGINT;
ALTER TABLE audit_entries ADD COLUMN reason TEXT;
