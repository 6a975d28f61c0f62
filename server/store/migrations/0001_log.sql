-- The one log of every space, and what is needed to continue it.
-- Nothing but space ids is indexed on random values.

CREATE TABLE server (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	epoch BLOB NOT NULL
);

CREATE TABLE space (
	number INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE
);

-- id = space number << 40 | leaf number. nodes: the inner nodes of the tree
-- that this leaf completes, level 1 upward, 32 bytes each. frame: the leaf as
-- it goes out, length and type included.
CREATE TABLE log (
	id INTEGER PRIMARY KEY,
	kind INTEGER NOT NULL,
	hash BLOB NOT NULL,
	leaf_hash BLOB NOT NULL,
	nodes BLOB NOT NULL,
	frame BLOB NOT NULL
);

-- Where a thing stands in the log. kind 0: entries, seq is the height;
-- 1: commits; 2: statements, seq is the counter or, without a device, the
-- beginning of the statement's hash. The end of a device's chain is its last
-- row: a table of its own would be one more page to write for every commit.
CREATE TABLE chain (
	space INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	device INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	leaf INTEGER NOT NULL,
	PRIMARY KEY (space, kind, device, seq)
) WITHOUT ROWID;
