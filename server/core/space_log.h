/* The next state of one space's log, while the writer decides.
 *
 * Judges submissions in the order they are applied, writes what it accepts into
 * the open transaction, and keeps what will be published once that is durable.
 * Knows nothing of requests, threads or encodings.
 *
 *   LOG1      Leaves are numbered from 0 without gaps; the first is the genesis.
 *   LOG3      Each submission is stored whole or not at all.
 *   COMMIT6   Chains of commits have no gaps and no second core at a seq.
 *   COMMIT7   What is held already is answered as the first time, before every
 *             other check.
 *   SYNC14    A log that goes on at another server takes nothing more here.
 *
 * The writer's thread alone. */
#ifndef CORE_SPACE_LOG_H
#define CORE_SPACE_LOG_H

#include "base/result.h"
#include "core/quota.h"
#include "core/spaces.h"
#include "core/submission.h"
#include "store/store.h"

/* What every log of a batch shares; borrowed. */
struct space_log_tools {
	struct store_session *writer;
	const struct codec *codec;
	const uint8_t *epoch;      /* SERVER_EPOCH_SIZE */
	const uint8_t *server_key; /* KEY_SIZE */
	struct quotas quotas;
	uint64_t now_s;
	uint64_t now_us;    /* monotonic */
	bool is_time_known; /* LOG8 */
};

struct space_log {
	uint8_t id[HASH_SIZE];
	uint64_t number;           /* 0 until the genesis of a new one is accepted */
	struct space *space;       /* borrowed; NULL: a new one */
	struct snapshot *snapshot; /* counted; NULL before the genesis */
	struct tree_frontier frontier;
	bool is_changed;
	/* It comes from another server (core/arrival.h): each leaf brings its place, and is
	 * judged as it was there. */
	bool is_arriving;
};

/* What a request may have to give back. */
struct space_log_mark {
	uint64_t number;
	struct snapshot *snapshot;
	struct tree_frontier frontier;
	bool is_changed;
};

/* space NULL: one that does not exist yet. Free with space_log_deinit(). */
void space_log_init(struct space_log *log, struct space *space, const uint8_t id[HASH_SIZE]);
void space_log_deinit(struct space_log *log);

void space_log_mark(const struct space_log *log, struct space_log_mark *mark_out);
/* Back to the mark, or on from it: either way the mark is used up. */
void space_log_return(struct space_log *log, struct space_log_mark *mark);
void space_log_forget(struct space_log_mark *mark);

/* SYNC13: whether a statement waits because what its author said before it in the request does.
 * Were it taken, the earlier one would come too late for ever (CHARTER4), or it would be judged
 * without what it speaks of. */
bool space_log_must_wait(const struct submission *earlier, const struct submission *submission);

/* Sets the submission's code, leaf and is_void. What it returns is about the
 * store alone: ERR_FULL, ERR_IO, ERR_NO_MEMORY. */
MUST_CHECK enum result space_log_append(struct space_log *log, const struct space_log_tools *tools,
					struct submission *submission);

/* The log's next charter, taken over: *charter is NULL afterwards. */
MUST_CHECK enum result space_log_adopt(struct space_log *log, struct charter **charter);
/* Writes down by which recoveries the space is found from now on. before NULL: there were none. */
MUST_CHECK enum result space_log_put_recoveries(const struct space_log *log,
						const struct space_log_tools *tools,
						const struct charter *before,
						const struct charter *charter);

#endif
