-- When the last leaves of it came, in seconds since 1970.
ALTER TABLE arrival ADD COLUMN advanced INTEGER NOT NULL DEFAULT 0;
