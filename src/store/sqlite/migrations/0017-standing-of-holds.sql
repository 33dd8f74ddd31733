-- What vouched for the caller of a hold when it was placed: nothing, a booking, or work of their device.
-- Holds from before, and those of callers who are not counted, have none and count for nobody.
ALTER TABLE seat_holds ADD COLUMN standing TEXT;
