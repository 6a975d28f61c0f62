/* A commit as decoded: the form of proto/commit.proto.
 *
 * Only structs and limits; wire/commit.h fills them in, core/space_log.h
 * judges. Spans are borrowed from the message and its arena. */
#ifndef CORE_COMMIT_H
#define CORE_COMMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "core/statement.h"

#define COMMIT_MAX_BYTES (256u * 1024u) /* core and payload together */
#define COMMIT_MAX_RECORDS 256u
#define COMMIT_MAX_LANES 256u
#define RECORD_MIN_BYTES 168u
#define RECORD_MAX_BYTES (64u * 1024u)
#define LANE_ID_SIZE 16u
#define SERVER_EPOCH_SIZE 16u

struct commit {
	struct bytes core; /* exactly as signed */
	struct bytes signature;
	uint32_t room;
	uint32_t device;
	uint64_t seq;
	uint8_t space[HASH_SIZE];
	uint8_t epoch[HASH_SIZE];
	uint8_t charter_head[HASH_SIZE];
	uint8_t previous[HASH_SIZE];
	bool has_head; /* the author held a signed head: the next three say which */
	uint8_t server_epoch[SERVER_EPOCH_SIZE];
	uint64_t head_size;
	uint8_t head_root[HASH_SIZE];
	size_t record_count;
	const uint32_t *record_sizes;
	struct bytes record_hashes;  /* HASH_SIZE per record */
	const struct bytes *records; /* NULL where the commit is void */
	bool is_void;                /* names records and comes without them */
};

#endif
