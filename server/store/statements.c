#include "store/statements.h"

const char *const statement_sql[STATEMENT_COUNT] = {
	[FIND_SPACE] = "SELECT number FROM space WHERE id = ?1 AND number NOT IN"
		       " (SELECT space FROM arrival WHERE base = 0)",
	[FIND_SPACES] = "SELECT id FROM space WHERE id BETWEEN ?1 AND ?2 AND number NOT IN"
			" (SELECT space FROM arrival WHERE base = 0) ORDER BY number LIMIT ?3",
	[FIND_ARRIVAL] = "SELECT arrival.space, base, entries, started, head, advanced FROM space"
			 " JOIN arrival ON arrival.space = space.number WHERE space.id = ?1",
	[OLDEST_ARRIVAL] = "SELECT space, base, entries, started, head, advanced FROM arrival"
			   " ORDER BY started, space LIMIT 1",
	[LAST_LEAF] = "SELECT id FROM log WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1",
	[READ_NODE] = "SELECT leaf_hash, nodes FROM log WHERE id = ?1",
	[READ_LEAF] = "SELECT kind, hash, leaf_hash, nodes, frame FROM log WHERE id = ?1",
	[SCAN] = "SELECT frame FROM log WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
	[FIND_PLACE] = "SELECT leaf FROM chain"
		       " WHERE space = ?1 AND kind = ?2 AND device = ?3 AND seq = ?4",
	[READ_DEVICE] = "SELECT chain.seq, log.hash, chain.leaf FROM chain"
			" JOIN log ON log.id = (?1 << 40 | chain.leaf)"
			" WHERE chain.space = ?1 AND chain.kind = 1 AND chain.device = ?2"
			" ORDER BY chain.seq DESC LIMIT 1",
	[RECOVERIES] = "SELECT recovery.space, space.id, recovery.tag FROM recovery"
		       " JOIN space ON space.number = recovery.space"
		       " ORDER BY recovery.space, recovery.number",
	[READ_EPOCH] = "SELECT epoch FROM server",
	[NEXT_SPACE] = "SELECT number, id FROM space WHERE number > ?1 AND number NOT IN"
		       " (SELECT space FROM arrival WHERE base = 0) ORDER BY number LIMIT 1",
	[ENTRY_HASHES] = "SELECT log.hash FROM chain JOIN log ON log.id = (?1 << 40 | chain.leaf)"
			 " WHERE chain.space = ?1 AND chain.kind = 0 AND chain.device = 0"
			 " AND chain.seq < ?2 ORDER BY chain.seq",
	[READ_CHARTER] = "SELECT entries, kept FROM charter WHERE space = ?1",
	[BEGIN] = "BEGIN IMMEDIATE",
	[BEGIN_REQUEST] = "SAVEPOINT request",
	[END_REQUEST] = "RELEASE request",
	[ROLLBACK_REQUEST] = "ROLLBACK TO request",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	[ADD_SPACE] = "INSERT INTO space (id) VALUES (?1)",
	[APPEND_LEAF] = "INSERT INTO log (id, kind, hash, leaf_hash, nodes, frame)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[PUT_PLACE] = "INSERT INTO chain (space, kind, device, seq, leaf)"
		      " VALUES (?1, ?2, ?3, ?4, ?5)",
	[PUT_RECOVERY] = "INSERT INTO recovery (space, number, tag) VALUES (?1, ?2, ?3)",
	[DROP_RECOVERY] = "DELETE FROM recovery WHERE space = ?1 AND number = ?2",
	[PUT_EPOCH] = "INSERT OR REPLACE INTO server (one, epoch) VALUES (1, ?1)",
	[PUT_CHARTER] = "INSERT OR REPLACE INTO charter (space, entries, kept) VALUES (?1, ?2, ?3)",
	[PUT_ARRIVAL] = "INSERT OR REPLACE INTO arrival"
			" (space, base, entries, started, head, advanced)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[END_ARRIVAL] = "DELETE FROM arrival WHERE space = ?1",
	[DROP_LEAVES] = "DELETE FROM log WHERE id BETWEEN ?1 AND ?2",
	[DROP_PLACES] = "DELETE FROM chain WHERE space = ?1 AND leaf >= ?2",
	[DROP_CHARTER] = "DELETE FROM charter WHERE space = ?1 AND entries > ?2",
	[DROP_SPACE] = "DELETE FROM space WHERE number = ?1",
};
