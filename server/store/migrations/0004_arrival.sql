-- Spaces that are on their way here from another server, leaf by leaf. base, entries: the leaves and
-- the entries among them that everybody sees meanwhile; 0: the space is not seen at all. head: what
-- the other server has signed of all that is to come. started: when the first of it came, in seconds
-- since 1970.
CREATE TABLE arrival (
	space INTEGER PRIMARY KEY,
	base INTEGER NOT NULL,
	entries INTEGER NOT NULL,
	head BLOB NOT NULL,
	started INTEGER NOT NULL
);
