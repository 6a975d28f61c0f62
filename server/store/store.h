/* What core needs of a database, as a table of functions.
 *
 * Knows rows, not meaning: neither who may write nor what a frame holds. A
 * *session* is a connection: one thread at a time each, readers beside one
 * writer. A reader sees what was committed when its call began.
 *
 *   STORE1  What commit() answered OK for survives kill -9 and a power cut.
 *   STORE2  rollback_request() undoes everything since begin_request().
 *   STORE3  A database of a newer schema is refused and left untouched.
 *   STORE4  Before a later migration the database is copied.
 *
 * Every function may return ERR_IO, ERR_FULL or ERR_NO_MEMORY, logged here. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdint.h>

#include "base/result.h"
#include "store/store_rows.h"

struct store;
struct store_session;

struct store_functions {
	/* Free on its last session's release; accepts NULL. */
	void (*close)(struct store **store);
	/* A reader of the pool, opened if none is free. */
	MUST_CHECK enum result (*acquire)(struct store *store, struct store_session **reader_out);
	void (*release)(struct store *store, struct store_session **reader);
	/* The one session that may change anything; lives as long as the store. */
	struct store_session *(*writer)(struct store *store);

	/* Reading. Expected failure: ERR_NOT_FOUND. A space that arrives for the first time is
	 * found as an arrival alone; find_spaces and next_space pass over it. */
	MUST_CHECK enum result (*find_space)(struct store_session *session,
					     const uint8_t id[STORE_HASH_SIZE],
					     uint64_t *number_out);
	MUST_CHECK enum result (*find_spaces)(struct store_session *session, struct bytes prefix,
					      struct store_found *found_out);
	MUST_CHECK enum result (*find_arrival)(struct store_session *session,
					       const uint8_t id[STORE_HASH_SIZE],
					       struct store_arrival *arrival_out);
	MUST_CHECK enum result (*oldest_arrival)(struct store_session *session,
						 struct store_arrival *arrival_out);
	MUST_CHECK enum result (*count_leaves)(struct store_session *session, uint64_t space,
					       uint64_t *count_out);
	MUST_CHECK enum result (*read_node)(struct store_session *session, uint64_t space,
					    unsigned level, uint64_t index,
					    uint8_t node_out[STORE_HASH_SIZE]);
	MUST_CHECK enum result (*read_leaf)(struct store_session *session, uint64_t space,
					    uint64_t leaf, struct store_leaf *leaf_out);
	/* Leaves from `first` on, in order: ERR_NOT_FOUND after the last. A new
	 * scan_start ends the old one; so does release. */
	MUST_CHECK enum result (*scan_start)(struct store_session *session, uint64_t space,
					     uint64_t first);
	MUST_CHECK enum result (*scan_next)(struct store_session *session, struct bytes *frame_out);
	void (*scan_end)(struct store_session *session);
	MUST_CHECK enum result (*find_place)(struct store_session *session,
					     const struct store_place *place, uint64_t *leaf_out);
	/* The end of a device's chain of commits. */
	MUST_CHECK enum result (*read_device)(struct store_session *session, uint64_t space,
					      uint32_t device, struct store_device *device_out);
	/* All spaces' recoveries, space by space: ERR_NOT_FOUND after the last. */
	MUST_CHECK enum result (*recoveries_start)(struct store_session *session);
	MUST_CHECK enum result (*recoveries_next)(struct store_session *session,
						  struct store_recovery *recovery_out);
	MUST_CHECK enum result (*read_epoch)(struct store_session *session,
					     uint8_t epoch_out[STORE_EPOCH_SIZE]);
	/* The space after this number; 0: the first. */
	MUST_CHECK enum result (*next_space)(struct store_session *session, uint64_t after,
					     uint64_t *number_out, uint8_t id_out[STORE_HASH_SIZE]);
	/* Of the first `count` entries, by height; ERR_NOT_FOUND: there are fewer. */
	MUST_CHECK enum result (*read_entry_hashes)(struct store_session *session, uint64_t space,
						    uint64_t count, uint8_t *hashes_out);
	/* What was put last; borrowed as a leaf's frame is. */
	MUST_CHECK enum result (*read_charter)(struct store_session *session, uint64_t space,
					       uint64_t *entries_out, struct bytes *kept_out);

	/* Writing, on the writer alone, between begin() and commit(). */
	MUST_CHECK enum result (*begin)(struct store_session *writer);
	MUST_CHECK enum result (*begin_request)(struct store_session *writer);
	MUST_CHECK enum result (*end_request)(struct store_session *writer);
	MUST_CHECK enum result (*rollback_request)(struct store_session *writer);
	/* On any failure nothing of the transaction is certain to be stored, nor
	 * certain not to be. */
	MUST_CHECK enum result (*commit)(struct store_session *writer);
	void (*rollback)(struct store_session *writer);
	MUST_CHECK enum result (*add_space)(struct store_session *writer,
					    const uint8_t id[STORE_HASH_SIZE],
					    uint64_t *number_out);
	MUST_CHECK enum result (*append_leaf)(struct store_session *writer, uint64_t space,
					      uint64_t number, const struct store_leaf *leaf);
	MUST_CHECK enum result (*put_place)(struct store_session *writer,
					    const struct store_place *place, uint64_t leaf);
	MUST_CHECK enum result (*put_recovery)(struct store_session *writer, uint64_t space,
					       uint32_t number, const uint8_t tag[STORE_HASH_SIZE]);
	MUST_CHECK enum result (*drop_recovery)(struct store_session *writer, uint64_t space,
						uint32_t number);
	MUST_CHECK enum result (*put_epoch)(struct store_session *writer,
					    const uint8_t epoch[STORE_EPOCH_SIZE]);
	MUST_CHECK enum result (*put_arrival)(struct store_session *writer,
					      const struct store_arrival *arrival);
	/* All of it is here; or what came of it goes, and with no base the space. */
	MUST_CHECK enum result (*end_arrival)(struct store_session *writer, uint64_t space);
	MUST_CHECK enum result (*drop_arrival)(struct store_session *writer,
					       const struct store_arrival *arrival);
	MUST_CHECK enum result (*put_charter)(struct store_session *writer, uint64_t space,
					      uint64_t entries, struct bytes kept);
};

/* Every implementation begins with this. */
struct store {
	const struct store_functions *functions;
};

struct store_session {
	const struct store_functions *functions;
};

#endif
