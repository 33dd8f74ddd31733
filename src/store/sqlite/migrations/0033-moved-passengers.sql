-- The seat that the railway has moved a passenger to, and how often. The seat that was sold stays in the key:
-- quotes and the hold know the passenger by it.
ALTER TABLE booking_seats ADD COLUMN moved_to INTEGER;
ALTER TABLE booking_seats ADD COLUMN move_count INTEGER NOT NULL DEFAULT 0;
