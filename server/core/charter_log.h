/* A space's charter out of the store: from what was kept of it and the entries since, or from the
 * log alone; and what is kept of it.
 *
 *   KEEP1  What is kept is written in the transaction of the entry that it ends with.
 *   KEEP2  Nothing rests on it: what is missing, older, damaged or of another log is made again
 *          from the entries.
 *
 * Any thread, each with a session of its own. */
#ifndef CORE_CHARTER_LOG_H
#define CORE_CHARTER_LOG_H

#include "base/result.h"
#include "core/charter.h"
#include "core/codec.h"
#include "store/store.h"

/* Applying so many entries takes a few milliseconds, and writing a long charter is no more than a
 * few per cent of the writes in between: measured in tests/bench/README.md. */
#define CHARTER_KEPT_EVERY 256u

/* As it is after at most `until` entries. Owned: free with charter_free(). ERR_IO: the log itself
 * is damaged. */
MUST_CHECK enum result charter_log_load(struct store_session *session, const struct codec *codec,
					uint64_t space, uint64_t until,
					struct charter **charter_out);

/* Applies the stored entries from the charter's size on, at most up to `until`. With is_checked
 * also the signatures and the hashes beside each. ERR_NOT_FOUND: an entry is missing before
 * `until`; ERR_IO: one is refused. */
MUST_CHECK enum result charter_log_replay(struct store_session *session, const struct codec *codec,
					  uint64_t space, uint64_t until, bool is_checked,
					  struct charter *charter);

/* Keeps the charter where it is time to; on the writer, in the entry's transaction. */
MUST_CHECK enum result charter_log_keep(struct store_session *writer, uint64_t space,
					const struct charter *charter);

#endif
