-- One-time codes that were sent to the contact of a booking. What is stored of a code is a keyed hash.
CREATE TABLE access_codes (
  id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, booking_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL, way TEXT NOT NULL CHECK (way IN ('contact', 'link')), code_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, try_count INTEGER NOT NULL, used_at BIGINT,
  PRIMARY KEY (train_run_id, id)
);
CREATE INDEX access_codes_booking ON access_codes (booking_id, user_id);
CREATE INDEX access_codes_created ON access_codes (created_at);
-- The sessions that may use a booking, besides the one that made it.
CREATE TABLE booking_grants (
  booking_id BIGINT NOT NULL, user_id BIGINT NOT NULL, train_run_id BIGINT NOT NULL,
  granted_at BIGINT NOT NULL, PRIMARY KEY (train_run_id, booking_id, user_id)
);
CREATE INDEX booking_grants_user ON booking_grants (user_id, booking_id);
-- A message is its own outbox. Once it has ended, nobody needs its address and its words, and they are gone.
CREATE TABLE messages (
  id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, booking_id BIGINT NOT NULL, kind TEXT NOT NULL,
  language TEXT NOT NULL, recipient TEXT, content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('QUEUED', 'SENT', 'GIVEN_UP')),
  created_at BIGINT NOT NULL, due_at BIGINT, give_up_at BIGINT NOT NULL, try_count INTEGER NOT NULL,
  ended_at BIGINT, lease_until BIGINT, fence BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (train_run_id, id)
);
CREATE INDEX messages_due ON messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX messages_ended ON messages (ended_at) WHERE ended_at IS NOT NULL;
