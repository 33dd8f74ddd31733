-- Finds the earlier messages of a booking that still wait: news of a booking is sent in the order of events.
CREATE INDEX messages_of_booking ON messages (train_run_id, booking_id) WHERE due_at IS NOT NULL;
