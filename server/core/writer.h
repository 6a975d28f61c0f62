/* The one thread that changes the store.
 *
 * Takes every request that waits, judges each in its turn inside a savepoint,
 * makes all of it durable with one sync, publishes, and only then answers (group
 * commit). With nothing to wait for it commits at once; there is no timer.
 *
 *   WRITER1  An answer is given after the commit that it tells of (LOG2).
 *   WRITER2  What a request could not store whole is not stored at all (LOG3).
 *   WRITER3  After a failed sync, I/O error or corruption nothing more is
 *            acknowledged: on_failure is called once, every later request fails.
 *   WRITER4  At most queue_max requests wait; the next one gets ERR_BUSY.
 *   WRITER5  State is published after the commit, never before.
 *
 * writer_submit() from any thread. */
#ifndef CORE_WRITER_H
#define CORE_WRITER_H

#include "base/result.h"
#include "base/seams.h"
#include "core/quota.h"
#include "core/spaces.h"
#include "core/submission.h"
#include "core/time_guard.h"
#include "store/store.h"

/* Requests in one transaction: bounds how long the first of them waits. */
#define WRITER_MAX_BATCH 256u

struct arrival;
struct writer;

struct writer_options {
	struct store *store;
	struct spaces *spaces;
	const struct codec *codec;
	const struct seams *seams;
	const uint8_t *server_key; /* KEY_SIZE */
	struct quotas quotas;
	struct time_guard *time_guard;
	unsigned queue_max;
	void (*on_failure)(void *context); /* from the writer's thread */
	void *context;
};

/* What the options point to must outlive the writer. */
MUST_CHECK enum result writer_open(const struct writer_options *options,
				   struct writer **writer_out);
/* Finishes what waits. */
void writer_close(struct writer **writer);

/* Waits until the submissions are decided and durable; each then has its code.
 * space is NULL for one that does not exist yet. Expected failures, of the whole
 * request: ERR_BUSY, ERR_FULL, ERR_IO. */
MUST_CHECK enum result writer_submit(struct writer *writer, struct space *space,
				     const uint8_t id[HASH_SIZE], struct submission *submissions,
				     size_t count);
/* The same for leaves of a space that arrives (core/arrival.h); besides, ERR_CONFLICT. */
MUST_CHECK enum result writer_arrive(struct writer *writer, struct arrival *arrival);

#endif
