-- Names and contacts are sealed under a key of each attempt to pay, and of the booking that it makes. The
-- keys are here, themselves sealed; a backup leaves them out, so that what loses its key is unreadable in
-- every copy.
CREATE TABLE personal_keys (
  payment_id BIGINT NOT NULL, train_run_id BIGINT NOT NULL, wrapped_key TEXT NOT NULL,
  PRIMARY KEY (train_run_id, payment_id)
);
-- Bookings from before are sealed one after the other by a server, so these columns tell which are not yet.
ALTER TABLE bookings ADD COLUMN email_hash TEXT;
ALTER TABLE bookings ADD COLUMN personal_data TEXT NOT NULL DEFAULT 'PLAIN'
  CHECK (personal_data IN ('PLAIN', 'SEALED', 'ERASED'));
CREATE INDEX bookings_email ON bookings (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX bookings_plain ON bookings (id) WHERE personal_data = 'PLAIN';
-- The booking has the names; the copy in its payment goes, and that of attempts that made no booking.
UPDATE payments SET passengers = '[]', contact = '{"email":null,"phone":null}' WHERE status <> 'REQUESTED';
-- A passenger that is erased has no name, age or gender.
ALTER TABLE booking_seats ALTER COLUMN passenger_name DROP NOT NULL;
ALTER TABLE booking_seats ALTER COLUMN passenger_age DROP NOT NULL;
ALTER TABLE booking_seats ALTER COLUMN passenger_gender DROP NOT NULL;
