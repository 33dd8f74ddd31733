-- The parts of a run on which nothing is sold, because the railway has closed or canceled them: a list as
-- JSON, in the head, which every picture and every decision reads anyway.
ALTER TABLE run_heads ADD COLUMN closures TEXT NOT NULL DEFAULT '[]';
-- The runs whose bookings are still being given back.
CREATE INDEX run_heads_canceling ON run_heads (train_run_id) WHERE closures LIKE '%"CANCELING"%';
