/* A plan's log as somebody carries it from one server to another: its leaves' frames, and the head
 * that the old server has signed. */
#ifndef SUPPORT_CARRIED_LOG_H
#define SUPPORT_CARRIED_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "core/tree.h"

#define CARRIED_MAX_LEAVES 4096u

struct carried_log {
	struct buffer head; /* a frame */
	struct buffer leaves;
	size_t starts[CARRIED_MAX_LEAVES + 1]; /* of each leaf in them, and their end */
	uint64_t size;                         /* leaves */
	struct tree_frontier tree;
	struct buffer hashes; /* the leaves', HASH_SIZE each */
};

void carried_log_init(struct carried_log *log);
void carried_log_deinit(struct carried_log *log);
/* Takes head and leaves from a reply's frames; false where these are none. */
bool carried_log_add(struct carried_log *log, struct bytes frames);
/* One more leaf, as a frame. */
bool carried_log_add_leaf(struct carried_log *log, struct bytes frame);
struct bytes carried_log_leaf(const struct carried_log *log, uint64_t number);
/* The hash that the leaf is of: a core's or an entry's. False where the frame is none. */
bool carried_log_hash(const struct carried_log *log, uint64_t number, uint8_t out[32]);
/* A whole body for /v1/arrivals: the head, cursor, the frames, and an End with the proof from there
 * to the whole of what is carried, empty where there is none. */
void carried_log_append_body(const struct carried_log *log, uint64_t cursor, struct bytes frames,
			     struct buffer *out);
/* Its parts: all but the End; the proof from `from` leaves on; and an End with another one. */
void carried_log_append_start(const struct carried_log *log, uint64_t cursor, struct bytes frames,
			      struct buffer *out);
bool carried_log_prove(const struct carried_log *log, uint64_t from, struct tree_proof *proof_out);
void carried_log_append_end(uint64_t next, const struct tree_proof *proof, struct buffer *out);
/* The same with `count` leaves from `first` on, as many as there are. */
void carried_log_append_leaves(const struct carried_log *log, uint64_t first, uint64_t count,
			       struct buffer *out);

#endif
