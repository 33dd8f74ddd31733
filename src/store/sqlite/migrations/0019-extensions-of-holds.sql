-- A hold can be extended once: how much later it ends than it was placed for, the key of the request, and the
-- commit that extended it.
ALTER TABLE seat_holds ADD COLUMN extension_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE seat_holds ADD COLUMN extension_key TEXT;
ALTER TABLE seat_holds ADD COLUMN extension_seq INTEGER;
