-- The app that makes the codes of a member of staff: its sealed secret, when it was first used, the time step
-- of its last code, since each is good once, and the hashes of the recovery codes that are left.
ALTER TABLE staff ADD COLUMN factor_secret TEXT;
ALTER TABLE staff ADD COLUMN factor_at BIGINT;
ALTER TABLE staff ADD COLUMN factor_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN recovery_hashes TEXT NOT NULL DEFAULT '[]';
