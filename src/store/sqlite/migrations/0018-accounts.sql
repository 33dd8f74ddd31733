-- Accounts of passengers, and the one-time codes that show that an address is theirs. Both are changed by
-- decisions on run 0. A deleted account keeps its number and nothing else.
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, user_id INTEGER NOT NULL, guest_ids TEXT NOT NULL,
  email TEXT, email_folded TEXT, password_hash TEXT, language TEXT NOT NULL, passengers TEXT NOT NULL,
  created_at INTEGER NOT NULL, password_at INTEGER NOT NULL, deleted_at INTEGER, commit_seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX accounts_email ON accounts (train_run_id, email_folded);
CREATE INDEX accounts_commit ON accounts (commit_seq);
CREATE TABLE account_codes (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, user_id INTEGER NOT NULL, account_id INTEGER,
  purpose TEXT NOT NULL, email TEXT NOT NULL, email_folded TEXT NOT NULL, password_hash TEXT,
  language TEXT NOT NULL, code_hash TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  try_count INTEGER NOT NULL, used_at INTEGER, commit_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX account_codes_email ON account_codes (email_folded);
CREATE INDEX account_codes_user ON account_codes (user_id);
CREATE INDEX account_codes_commit ON account_codes (commit_seq);
CREATE INDEX account_codes_created ON account_codes (created_at);
ALTER TABLE sessions ADD COLUMN account_id INTEGER;
CREATE INDEX sessions_account ON sessions (account_id) WHERE account_id IS NOT NULL;
-- A message may be about an account, and then it has no booking. NOT NULL cannot be taken back in place, so
-- the table is made anew; it has no triggers, and nothing refers to it.
CREATE TABLE messages_anew (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, booking_id INTEGER, kind TEXT NOT NULL,
  language TEXT NOT NULL, recipient TEXT, content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('QUEUED', 'SENT') OR state = 'GIVEN_UP'),
  created_at INTEGER NOT NULL, due_at INTEGER, give_up_at INTEGER NOT NULL, try_count INTEGER NOT NULL,
  ended_at INTEGER, lease_until INTEGER, fence INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO messages_anew
  SELECT id, train_run_id, booking_id, kind, language, recipient, content, state, created_at, due_at,
    give_up_at, try_count, ended_at, lease_until, fence FROM messages;
DROP TABLE messages;
ALTER TABLE messages_anew RENAME TO messages;
CREATE INDEX messages_due ON messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX messages_ended ON messages (ended_at) WHERE ended_at IS NOT NULL;
