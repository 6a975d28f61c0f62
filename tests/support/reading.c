#include "support/reading.h"

#include <sodium.h>
#include <string.h>

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
		reading->is_head_signed = is_signed(outer->head, outer->signature, key);
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
	reading->proof_count = (unsigned)end->n_proof;
	for (size_t i = 0; i < end->n_proof && i < 128; i++)
		copy(reading->proof[i], end->proof[i], 32);
	wire__end__free_unpacked(end, NULL);
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
		reading->commits++;
		return true;
	case FRAME_ENTRY:
		reading->entries++;
		return true;
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
