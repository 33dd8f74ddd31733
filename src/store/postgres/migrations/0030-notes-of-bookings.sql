-- What the railway notes about a booking: sealed under its key, and erased with it.
ALTER TABLE bookings ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
