-- What an account keeps for its passenger is sealed under a key of its own, in personal_keys. The key has a
-- number of its own, from that of payments, since the table knows its keys by these.
ALTER TABLE accounts ADD COLUMN key_id BIGINT;
