/* A reply's frames, read back for tests. */
#ifndef SUPPORT_READING_H
#define SUPPORT_READING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "core/tree.h"

#define READING_MAX_RESULTS 1100u

struct reading_result {
	uint32_t device;
	uint64_t seq;
	uint32_t code;
	uint64_t leaf;
	bool is_void;
};

struct reading {
	unsigned heads;
	uint64_t size; /* of the last head, as the rest of these */
	uint8_t root[32];
	uint8_t server_epoch[16];
	uint8_t charter_head[32];
	uint64_t charter_height;
	uint64_t time;
	bool is_head_signed; /* by the key given */
	struct reading_result results[READING_MAX_RESULTS];
	unsigned result_count;
	unsigned commits;
	unsigned entries;
	unsigned ends;
	uint64_t next;
	bool more;
	uint32_t retry_after_s;
	uint8_t proof[128][32];
	unsigned proof_count;
	struct tree_frontier *tree; /* NULL, or the device's own, grown by what it reads */
	/* NULL, or told of every commit; needs a tree. */
	void (*on_commit)(void *context, uint32_t device, uint64_t seq);
	void *context;
};

/* Forgets what was read, keeps tree and on_commit. */
void reading_clear(struct reading *reading);
/* False where the bytes are not whole frames of a reply. Adds to what was read;
 * zero the struct first. server_key NULL: heads are not verified. */
bool reading_add(struct reading *reading, struct bytes frames, const uint8_t server_key[32]);

#endif
