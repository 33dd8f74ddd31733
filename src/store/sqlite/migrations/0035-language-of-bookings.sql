-- The language in which the passenger bought, for mails; null for what an older version sold.
ALTER TABLE payments ADD COLUMN language TEXT;
ALTER TABLE bookings ADD COLUMN language TEXT;
