#include "support/reading.h"

#include <sodium.h>
#include <string.h>

#include "charter.pb-c.h"
#include "envelope.pb-c.h"
#include "sync.pb-c.h"
#include "wire/frame.h"

#define HEAD_LABEL "samskap/1/head"

static void copy(uint8_t *out, ProtobufCBinaryData field, size_t size)
{
	if (field.len == size)
		memcpy(out, field.data, size);
}

static bool is_signed(ProtobufCBinaryData head, ProtobufCBinaryData signature,
		      const uint8_t key[32])
{
	uint8_t joined[1024];

	if (signature.len != 64 || head.len + sizeof(HEAD_LABEL) > sizeof(joined))
		return false;
	memcpy(joined, HEAD_LABEL, sizeof(HEAD_LABEL));
	memcpy(joined + sizeof(HEAD_LABEL), head.data, head.len);
	return crypto_sign_verify_detached(signature.data, joined, sizeof(HEAD_LABEL) + head.len,
					   key) == 0;
}

static bool add_head(struct reading *reading, struct bytes payload, const uint8_t key[32])
{
	Wire__SignedHead *outer = wire__signed_head__unpack(NULL, payload.size, payload.data);
	Wire__Head *head;

	if (outer == NULL)
		return false;
	head = wire__head__unpack(NULL, outer->head.len, outer->head.data);
	if (head != NULL) {
		reading->heads++;
		reading->size = head->size;
		reading->charter_height = head->charter_height;
		reading->time = head->time;
		reading->is_head_signed =
			key != NULL && is_signed(outer->head, outer->signature, key);
		copy(reading->root, head->root, 32);
		copy(reading->server_epoch, head->server_epoch, 16);
		copy(reading->charter_head, head->charter_head, 32);
		wire__head__free_unpacked(head, NULL);
	}
	wire__signed_head__free_unpacked(outer, NULL);
	return head != NULL;
}

static bool add_result(struct reading *reading, struct bytes payload)
{
	Wire__Result *result = wire__result__unpack(NULL, payload.size, payload.data);

	if (result == NULL || reading->result_count == READING_MAX_RESULTS)
		return false;
	reading->results[reading->result_count++] = (struct reading_result){
		result->device, result->seq, result->code, result->leaf, result->is_void};
	wire__result__free_unpacked(result, NULL);
	return true;
}

static bool add_end(struct reading *reading, struct bytes payload)
{
	Wire__End *end = wire__end__unpack(NULL, payload.size, payload.data);

	if (end == NULL)
		return false;
	reading->ends++;
	reading->next = end->next;
	reading->more = end->more;
	reading->retry_after_s = end->retry_after_s;
	reading->proof_count = (unsigned)end->n_proof;
	for (size_t i = 0; i < end->n_proof && i < 128; i++)
		copy(reading->proof[i], end->proof[i], 32);
	wire__end__free_unpacked(end, NULL);
	return true;
}

/* The hash that the leaf is of: a core's or a position's. */
static bool leaf_hash_of(const struct reading *reading, const struct frame *frame, uint8_t out[32])
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
	if (is_commit && reading->on_commit != NULL)
		reading->on_commit(reading->context, ((Wire__Signed *)message)->device,
				   ((Wire__Signed *)message)->seq);
	hashed = is_commit ? ((Wire__Signed *)message)->body : ((Wire__Entry *)message)->position;
	crypto_generichash_init(&state, NULL, 0, 32);
	crypto_generichash_update(&state, (const uint8_t *)label, strlen(label) + 1);
	crypto_generichash_update(&state, hashed.data, hashed.len);
	crypto_generichash_final(&state, out, 32);
	protobuf_c_message_free_unpacked(message, NULL);
	return true;
}

static bool add_leaf(struct reading *reading, const struct frame *frame)
{
	struct tree_completed completed;
	uint8_t hash[32];

	if (frame->type == FRAME_COMMIT)
		reading->commits++;
	else
		reading->entries++;
	if (reading->tree == NULL)
		return true;
	if (!leaf_hash_of(reading, frame, hash))
		return false;
	tree_leaf_hash(frame->type == FRAME_COMMIT, hash, hash);
	tree_append(reading->tree, hash, &completed);
	return true;
}

static bool add_frame(struct reading *reading, const struct frame *frame, const uint8_t key[32])
{
	switch (frame->type) {
	case FRAME_HEAD:
		return add_head(reading, frame->payload, key);
	case FRAME_RESULT:
		return add_result(reading, frame->payload);
	case FRAME_COMMIT:
	case FRAME_ENTRY:
		return add_leaf(reading, frame);
	case FRAME_END:
		return add_end(reading, frame->payload);
	default:
		return false;
	}
}

bool reading_add(struct reading *reading, struct bytes frames, const uint8_t server_key[32])
{
	while (frames.size > 0) {
		struct frame frame;

		if (frame_next(&frames, &frame) != OK || !add_frame(reading, &frame, server_key))
			return false;
	}
	return true;
}

void reading_clear(struct reading *reading)
{
	*reading = (struct reading){
		.tree = reading->tree,
		.on_commit = reading->on_commit,
		.context = reading->context,
	};
}
