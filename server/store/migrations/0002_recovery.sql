-- Where the plans are of whoever has the words: the recoveries that are somebody's now.
-- number: the recovery's in its space's charter. A tag is compared by computing it, so that
-- it is not indexed; a space's rows stand together.
CREATE TABLE recovery (
	space INTEGER NOT NULL,
	number INTEGER NOT NULL,
	tag BLOB NOT NULL,
	PRIMARY KEY (space, number)
) WITHOUT ROWID;
