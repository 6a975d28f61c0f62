#include "support/carried_log.h"

#include <sodium.h>
#include <string.h>

#include "charter.pb-c.h"
#include "envelope.pb-c.h"
#include "sync.pb-c.h"
#include "wire/frame.h"
#include "wire/sync.h"

#define LOG_CAP (16u << 20)

void carried_log_init(struct carried_log *log)
{
	memset(log, 0, sizeof(*log));
	buffer_init_growing(&log->head, LOG_CAP);
	buffer_init_growing(&log->leaves, LOG_CAP);
	buffer_init_growing(&log->hashes, CARRIED_MAX_LEAVES * HASH_SIZE);
}

void carried_log_deinit(struct carried_log *log)
{
	buffer_deinit(&log->head);
	buffer_deinit(&log->leaves);
	buffer_deinit(&log->hashes);
}

static bool hash_leaf(const struct frame *frame, uint8_t out[32])
{
	bool is_commit = frame->type == FRAME_COMMIT;
	const char *label = is_commit ? "samskap/1/core" : "samskap/1/entry";
	crypto_generichash_state state;
	ProtobufCMessage *message = protobuf_c_message_unpack(
		is_commit ? &wire__signed__descriptor : &wire__entry__descriptor, NULL,
		frame->payload.size, frame->payload.data);
	ProtobufCBinaryData hashed;

	if (message == NULL)
		return false;
	hashed = is_commit ? ((Wire__Signed *)message)->body : ((Wire__Entry *)message)->position;
	crypto_generichash_init(&state, NULL, 0, 32);
	crypto_generichash_update(&state, (const uint8_t *)label, strlen(label) + 1);
	crypto_generichash_update(&state, hashed.data, hashed.len);
	crypto_generichash_final(&state, out, 32);
	protobuf_c_message_free_unpacked(message, NULL);
	return true;
}

bool carried_log_add_leaf(struct carried_log *log, struct bytes whole)
{
	struct tree_completed completed;
	struct bytes rest = whole;
	struct frame frame;
	uint8_t hash[32];

	if (log->size == CARRIED_MAX_LEAVES || frame_next(&rest, &frame) != OK ||
	    !hash_leaf(&frame, hash))
		return false;
	buffer_append_bytes(&log->leaves, whole);
	log->starts[++log->size] = log->leaves.size;
	tree_leaf_hash(frame.type == FRAME_COMMIT, hash, hash);
	buffer_append(&log->hashes, hash, HASH_SIZE);
	tree_append(&log->tree, hash, &completed);
	return true;
}

bool carried_log_add(struct carried_log *log, struct bytes frames)
{
	while (frames.size > 0) {
		struct frame frame;

		if (frame_next(&frames, &frame) != OK)
			return false;
		if (frame.type == FRAME_HEAD) {
			buffer_clear(&log->head);
			buffer_append_bytes(&log->head, frame.whole);
		}
		if ((frame.type == FRAME_COMMIT || frame.type == FRAME_ENTRY) &&
		    !carried_log_add_leaf(log, frame.whole))
			return false;
	}
	return true;
}

struct bytes carried_log_leaf(const struct carried_log *log, uint64_t number)
{
	return (struct bytes){log->leaves.data + log->starts[number],
			      log->starts[number + 1] - log->starts[number]};
}

bool carried_log_hash(const struct carried_log *log, uint64_t number, uint8_t out[32])
{
	struct bytes rest = carried_log_leaf(log, number);
	struct frame frame;

	return frame_next(&rest, &frame) == OK && hash_leaf(&frame, out);
}

/* Nothing is kept but the leaves: a node is the root of those below it. */
static enum result read_node(void *context, unsigned level, uint64_t index,
			     uint8_t node_out[HASH_SIZE])
{
	const struct carried_log *log = context;
	struct tree_completed completed;
	struct tree_frontier below;
	uint64_t count = (uint64_t)1 << level, first = index << level;

	tree_init(&below);
	for (uint64_t i = first; i < first + count; i++)
		tree_append(&below, log->hashes.data + i * HASH_SIZE, &completed);
	tree_root(&below, node_out);
	return OK;
}

bool carried_log_prove(const struct carried_log *log, uint64_t from, struct tree_proof *proof_out)
{
	struct tree_reader reader = {(void *)log, read_node};

	return tree_prove(&reader, from, log->size, proof_out) == OK;
}

void carried_log_append_start(const struct carried_log *log, uint64_t cursor, struct bytes frames,
			      struct buffer *out)
{
	Wire__SyncRequest request = WIRE__SYNC_REQUEST__INIT;
	uint8_t packed[64];

	request.cursor = cursor;
	buffer_append_bytes(out, buffer_bytes(&log->head));
	frame_append_head(out, FRAME_SYNC_REQUEST, wire__sync_request__pack(&request, packed));
	buffer_append(out, packed, wire__sync_request__get_packed_size(&request));
	buffer_append_bytes(out, frames);
}

void carried_log_append_end(uint64_t next, const struct tree_proof *proof, struct buffer *out)
{
	struct end end = {.next = next, .proof = proof->nodes, .proof_count = proof->count};

	end_append_frame(out, &end);
}

void carried_log_append_body(const struct carried_log *log, uint64_t cursor, struct bytes frames,
			     struct buffer *out)
{
	struct tree_proof proof = {0};
	struct frame frame;
	uint64_t next = cursor;

	carried_log_append_start(log, cursor, frames, out);
	while (frames.size > 0 && frame_next(&frames, &frame) == OK)
		next++;
	if (!carried_log_prove(log, next, &proof))
		proof.count = 0;
	carried_log_append_end(next, &proof, out);
}

void carried_log_append_leaves(const struct carried_log *log, uint64_t first, uint64_t count,
			       struct buffer *out)
{
	uint64_t end = first < log->size && count < log->size - first ? first + count : log->size;
	struct bytes frames = {0};

	if (first < end)
		frames = (struct bytes){log->leaves.data + log->starts[first],
					log->starts[end] - log->starts[first]};
	carried_log_append_body(log, first, frames, out);
}
