/* A space that moves here from another server, brought leaf by leaf by somebody who has its log.
 *
 * What has come is stored as a space's log is, and is judged by core/space_log.h at the place and
 * time that stand in it; until the last leaf is here nobody sees it. Knows nothing of HTTP.
 *
 *   SYNC15     The space is here once the log is the one whose head the server before has signed,
 *              and ends with its move to this server.
 *   ARRIVAL1   A request's leaves are taken whole or not at all; a quota holds them back together.
 *   ARRIVAL2   What is seen of a space that comes back does not change before it is here.
 *   ARRIVAL3   What has not come within a day goes; another key's head begins the day anew.
 *   ARRIVAL4   What has arrived is proven to be of its head's log. Another head of the same key
 *              goes on from there, whatever its size.
 *   ARRIVAL5   A head of another key holds nobody off for longer than a while, and the log's own
 *              server and what comes whole in one request not at all.
 *   ARRIVAL6   A log stamped ahead of the clock here waits for its time.
 */
#ifndef CORE_ARRIVAL_H
#define CORE_ARRIVAL_H

#include <stdbool.h>

#include "base/result.h"
#include "core/codec.h"
#include "core/space_log.h"

#define ARRIVAL_MAX_AGE_S 86400u
#define ARRIVAL_HELD_S 600u        /* before any other head takes its place */
#define ARRIVAL_MAX_AHEAD_S 86400u /* as far as devices let a clock be off unsaid: SYNC16 */

/* One request; what it holds is borrowed. */
struct arrival {
	struct bytes head_bytes; /* exactly as signed; the signature is verified */
	struct space_head head;
	uint64_t cursor;
	struct submission *leaves; /* hashed; entries with their positions */
	size_t count;
	const uint8_t (*proof)[HASH_SIZE]; /* from cursor + count to the head */
	size_t proof_count;
	/* The answer. */
	uint64_t next;  /* leaves that are here */
	bool is_here;   /* all of them */
	bool must_wait; /* a quota is used up, or they are ahead of the clock: to come later */
};

/* Checks the leaves as submission_check() does, with the charter as each of them finds it: what
 * takes long, off the writer's thread. Any thread. */
void arrival_check(struct store *store, struct spaces *spaces, const struct codec *codec,
		   struct arrival *arrival);

/* On the writer, inside a request's savepoint; `log` is what everybody sees of the space. Expected
 * failure: ERR_CONFLICT, something does not fit: then the savepoint is rolled back. */
MUST_CHECK enum result arrival_take(struct arrival *arrival, struct space_log *log,
				    const struct space_log_tools *tools);

/* Drops whatever is too old, in transactions of its own; before the writer's thread starts. */
MUST_CHECK enum result arrival_drop_old(struct store *store, uint64_t now_s);

#endif
