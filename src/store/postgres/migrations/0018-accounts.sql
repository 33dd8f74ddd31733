-- Accounts of passengers, and the one-time codes that show that an address is theirs. Both are changed by
-- decisions on run 0. A deleted account keeps its number and nothing else.
CREATE TABLE accounts (
  id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, user_id BIGINT NOT NULL, guest_ids TEXT NOT NULL,
  email TEXT, email_folded TEXT, password_hash TEXT, language TEXT NOT NULL, passengers TEXT NOT NULL,
  created_at BIGINT NOT NULL, password_at BIGINT NOT NULL, deleted_at BIGINT, commit_seq BIGINT NOT NULL,
  PRIMARY KEY (train_run_id, id)
);
CREATE UNIQUE INDEX accounts_email ON accounts (train_run_id, email_folded);
CREATE INDEX accounts_commit ON accounts (commit_seq);
CREATE TABLE account_codes (
  id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, user_id BIGINT NOT NULL, account_id BIGINT,
  purpose TEXT NOT NULL, email TEXT NOT NULL, email_folded TEXT NOT NULL, password_hash TEXT,
  language TEXT NOT NULL, code_hash TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
  try_count INTEGER NOT NULL, used_at BIGINT, commit_seq BIGINT NOT NULL, PRIMARY KEY (train_run_id, id)
);
CREATE INDEX account_codes_email ON account_codes (email_folded);
CREATE INDEX account_codes_user ON account_codes (user_id);
CREATE INDEX account_codes_commit ON account_codes (commit_seq);
CREATE INDEX account_codes_created ON account_codes (created_at);
ALTER TABLE sessions ADD COLUMN account_id BIGINT;
CREATE INDEX sessions_account ON sessions (account_id) WHERE account_id IS NOT NULL;
-- A message may be about an account, and then it has no booking.
ALTER TABLE messages ALTER COLUMN booking_id DROP NOT NULL;
