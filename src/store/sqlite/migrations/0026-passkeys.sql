-- The passkeys of an account, and the challenges that they have answered within the last minutes.
ALTER TABLE accounts ADD COLUMN passkeys TEXT NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN used_challenges TEXT NOT NULL DEFAULT '[]';
