-- What a provider gave back although nobody here asked it to; known, so that it is told once.
ALTER TABLE payments ADD COLUMN by_hand_cents BIGINT NOT NULL DEFAULT 0;
