-- Bookings are found by keyed hashes of their address, their telephone number and each word of their names.
-- The hashes are in the row of the key, so they are written, carried and erased with it. Those of bookings
-- from before are made by the server, one booking after the other.
ALTER TABLE personal_keys ADD COLUMN search TEXT;
CREATE INDEX personal_keys_unsearched ON personal_keys (payment_id) WHERE search IS NULL;
-- SQLite cannot index the parts of a text, so this table has each of them. It is made by the triggers alone.
CREATE TABLE personal_search (
  hash TEXT NOT NULL, payment_id INTEGER NOT NULL, PRIMARY KEY (hash, payment_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER personal_search_insert AFTER INSERT ON personal_keys WHEN NEW.search <> '' BEGIN
  INSERT OR IGNORE INTO personal_search (hash, payment_id)
    SELECT value, NEW.payment_id FROM json_each('["' || replace(NEW.search, ' ', '","') || '"]');
END;
CREATE TRIGGER personal_search_update AFTER UPDATE OF search ON personal_keys BEGIN
  DELETE FROM personal_search WHERE payment_id = OLD.payment_id AND hash IN
    (SELECT value FROM json_each('["' || replace(OLD.search, ' ', '","') || '"]'));
  INSERT OR IGNORE INTO personal_search (hash, payment_id)
    SELECT value, NEW.payment_id FROM json_each('["' || replace(NEW.search, ' ', '","') || '"]')
    WHERE NEW.search <> '';
END;
CREATE TRIGGER personal_search_delete AFTER DELETE ON personal_keys WHEN OLD.search <> '' BEGIN
  DELETE FROM personal_search WHERE payment_id = OLD.payment_id AND hash IN
    (SELECT value FROM json_each('["' || replace(OLD.search, ' ', '","') || '"]'));
END;
UPDATE bookings SET contact = json_remove(contact, '$.emailHash') WHERE email_hash IS NOT NULL;
DROP INDEX bookings_email;
ALTER TABLE bookings DROP COLUMN email_hash;
