-- Keys by the master key that wrapped them, whose id is in the text, so that they are wrapped again.
CREATE INDEX personal_keys_master ON personal_keys (substr(wrapped_key, 4, 8));
