/* The spaces in memory: what each has published, for everybody who reads.
 *
 * A space holds its charter, the size and root of its log and the signed head,
 * never a leaf. Loaded from the store when asked for, dropped when not used for
 * long. Only the writer publishes.
 *
 *   SPACES1  A view never shows what is not durable.
 *   SPACES2  Two heads of one size have one root (LOG5).
 *   SPACES3  At most `cap` spaces stay in memory that nobody holds.
 *
 * Any thread, unless a function says otherwise. */
#ifndef CORE_SPACES_H
#define CORE_SPACES_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/result.h"
#include "base/seams.h"
#include "core/codec.h"
#include "core/snapshot.h"
#include "core/tree.h"
#include "store/store.h"

struct space;
struct spaces;

/* A head older than this is signed again with the time: clients take it over. */
#define SPACE_HEAD_MAX_AGE_S 60u
/* Roots of recent heads, so that a device a few commits behind costs no lookup. */
#define SPACE_RECENT_ROOTS 64u

struct spaces_options {
	struct store *store;
	const struct codec *codec;
	const struct seams *seams;
	const struct signer *signer;
	uint8_t epoch[SERVER_EPOCH_SIZE];
	unsigned cap;
};

/* What one moment had published. */
struct space_view {
	struct snapshot *snapshot;
	uint64_t size;
	uint8_t root[HASH_SIZE];
};

/* All that the options point to must outlive the spaces. */
MUST_CHECK enum result spaces_open(const struct spaces_options *options,
				   struct spaces **spaces_out);
void spaces_close(struct spaces **spaces);
const uint8_t *spaces_epoch(const struct spaces *spaces); /* SERVER_EPOCH_SIZE */

/* Expected failure: ERR_NOT_FOUND. */
MUST_CHECK enum result spaces_acquire(struct spaces *spaces, const uint8_t id[HASH_SIZE],
				      struct space **space_out);
/* Accepts NULL and sets *space to NULL. */
void spaces_release(struct spaces *spaces, struct space **space);
uint64_t space_number(const struct space *space);
const uint8_t *space_id(const struct space *space); /* HASH_SIZE */

void space_view_acquire(struct space *space, struct space_view *view_out);
void space_view_release(struct space_view *view);
/* Appends the frame of the signed head, and gives the view that it is of. */
MUST_CHECK enum result space_append_head(struct spaces *spaces, struct space *space,
					 struct buffer *out, struct space_view *view_out);
/* OK, or ERR_AHEAD where the log never had this root at this size. */
MUST_CHECK enum result space_check_root(struct spaces *spaces, struct space *space, uint64_t size,
					const uint8_t root[HASH_SIZE]);

/* True once the log is longer than seen; false when the time ran out or on
 * spaces_wake(). */
bool space_wait(struct space *space, uint64_t seen, uint64_t timeout_ms);
/* Ends every wait, now and later: the server stops. */
void spaces_wake(struct spaces *spaces);

/* The writer's own: the right edge of the tree, and what comes next. */
const struct tree_frontier *space_frontier(const struct space *space);
/* Takes a count of the snapshot. Called after the commit is durable. */
void space_publish(struct space *space, const struct tree_frontier *frontier,
		   struct snapshot *snapshot);

#endif
