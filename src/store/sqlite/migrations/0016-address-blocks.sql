-- Holds are counted by the block of addresses that they came from. The block has a name under a key of that
-- day, and nothing else is kept of an address; holds from before count for nobody.
ALTER TABLE seat_holds ADD COLUMN address_block INTEGER;
