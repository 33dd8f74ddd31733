-- The railway asks for all bookings of a run.
CREATE INDEX bookings_run ON bookings (train_run_id, id);
