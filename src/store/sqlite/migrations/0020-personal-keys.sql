-- Names and contacts are sealed under a key of each attempt to pay, and of the booking that it makes. The
-- keys are here, themselves sealed; a backup leaves them out, so that what loses its key is unreadable in
-- every copy.
CREATE TABLE personal_keys (
  payment_id INTEGER PRIMARY KEY, train_run_id INTEGER NOT NULL, wrapped_key TEXT NOT NULL
) STRICT;
-- Bookings from before are sealed one after the other by the server, so these columns tell which are not yet.
ALTER TABLE bookings ADD COLUMN email_hash TEXT;
ALTER TABLE bookings ADD COLUMN personal_data TEXT NOT NULL DEFAULT 'PLAIN'
  CHECK (personal_data IN ('PLAIN', 'SEALED') OR personal_data = 'ERASED');
CREATE INDEX bookings_email ON bookings (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX bookings_plain ON bookings (id) WHERE personal_data = 'PLAIN';
-- The booking has the names; the copy in its payment goes, and that of attempts that made no booking.
UPDATE payments SET passengers = '[]', contact = '{"email":null,"phone":null}' WHERE status <> 'REQUESTED';
-- A passenger that is erased has no name, age or gender.
CREATE TABLE booking_seats_anew (
  booking_id INTEGER NOT NULL REFERENCES bookings (id), seat_id INTEGER NOT NULL,
  train_run_id INTEGER NOT NULL,
  passenger_name TEXT, passenger_age INTEGER, passenger_gender TEXT,
  price_cents INTEGER NOT NULL, cancellation_id INTEGER, PRIMARY KEY (booking_id, seat_id)
) STRICT, WITHOUT ROWID;
INSERT INTO booking_seats_anew SELECT * FROM booking_seats;
DROP TABLE booking_seats;
ALTER TABLE booking_seats_anew RENAME TO booking_seats;
-- What older versions deleted is still in the file, here and there, until the file is written anew.
INSERT INTO settings (name, value) SELECT 'scrub_due', '1' WHERE EXISTS (SELECT 1 FROM payments);
