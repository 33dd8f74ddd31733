-- One-time codes that were sent to the contact of a booking. What is stored of a code is a keyed hash.
CREATE TABLE access_codes (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, booking_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL, way TEXT NOT NULL CHECK (way IN ('contact', 'link')), code_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, try_count INTEGER NOT NULL, used_at INTEGER
) STRICT;
CREATE INDEX access_codes_booking ON access_codes (booking_id, user_id);
CREATE INDEX access_codes_created ON access_codes (created_at);
-- The sessions that may use a booking, besides the one that made it.
CREATE TABLE booking_grants (
  booking_id INTEGER NOT NULL, user_id INTEGER NOT NULL, train_run_id INTEGER NOT NULL,
  granted_at INTEGER NOT NULL, PRIMARY KEY (booking_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX booking_grants_user ON booking_grants (user_id, booking_id);
-- A message is its own outbox. Once it has ended, nobody needs its address and its words, and they are gone.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, booking_id INTEGER NOT NULL, kind TEXT NOT NULL,
  language TEXT NOT NULL, recipient TEXT, content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('QUEUED', 'SENT') OR state = 'GIVEN_UP'),
  created_at INTEGER NOT NULL, due_at INTEGER, give_up_at INTEGER NOT NULL, try_count INTEGER NOT NULL,
  ended_at INTEGER, lease_until INTEGER, fence INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX messages_due ON messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX messages_ended ON messages (ended_at) WHERE ended_at IS NOT NULL;
