-- A space's charter as it was after so many entries, so that they need not be applied again;
-- the bytes are core's. What is missing here or cannot be read follows from the log.
CREATE TABLE charter (
	space INTEGER PRIMARY KEY,
	entries INTEGER NOT NULL,
	kept BLOB NOT NULL
);
