#include "wire/sync.h"

#include "sync.pb-c.h"
#include "wire/frame.h"
#include "wire/strict.h"

#define AUTH_FIELDS 6u
#define SYNC_REQUEST_FIELDS 4u
#define LOCATE_FIELDS 1u
#define FIND_SLIP_FIELDS 1u
#define SIGNED_HEAD_FIELDS 2u
#define HEAD_FIELDS 12u
#define PROOF_MAX_COUNT 128u
#define END_FIELDS (3u + PROOF_MAX_COUNT)
#define LOCATED_MAX_SPACES 256u
#define PROTOCOL_VERSION 1u

static void append_frame(struct buffer *out, enum frame_type type, const ProtobufCMessage *message)
{
	frame_append_head(out, type, protobuf_c_message_get_packed_size(message));
	strict_pack(message, out);
}

static enum result decode_auth_fields(const Wire__Auth *fields, struct auth *auth)
{
	bool has_key;
	enum result result;

	auth->device = fields->device;
	auth->time = fields->time;
	result = strict_fixed(fields->space, auth->space, HASH_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed_or_empty(fields->key, auth->key, KEY_SIZE, &has_key);
	if (result != OK)
		return result;
	if (has_key != (auth->device == 0))
		return ERR_MALFORMED;
	result = strict_fixed(fields->nonce, auth->nonce, AUTH_NONCE_SIZE);
	if (result != OK)
		return result;
	return strict_fixed_or_empty(fields->signature, auth->signature, SIGNATURE_SIZE,
				     &auth->has_signature);
}

enum result auth_decode(struct bytes message, struct arena *arena, struct auth *auth_out)
{
	ProtobufCMessage *decoded;
	struct auth auth;
	enum result result;

	result = strict_unpack(&wire__auth__descriptor, message, AUTH_FIELDS, arena, &decoded);
	if (result != OK)
		return result;
	result = decode_auth_fields((const Wire__Auth *)decoded, &auth);
	if (result == OK)
		*auth_out = auth;
	return result;
}

enum result sync_request_decode(struct bytes message, struct arena *arena,
				struct sync_request *request_out)
{
	ProtobufCMessage *decoded;
	const Wire__SyncRequest *fields;
	struct sync_request request;
	enum result result;

	result = strict_unpack(&wire__sync_request__descriptor, message, SYNC_REQUEST_FIELDS, arena,
			       &decoded);
	if (result != OK)
		return result;
	fields = (const Wire__SyncRequest *)decoded;
	request.cursor = fields->cursor;
	request.budget = fields->budget;
	request.answers_only = fields->answers_only;
	result = strict_fixed_or_empty(fields->root, request.root, HASH_SIZE, &request.has_root);
	if (result == OK)
		*request_out = request;
	return result;
}

enum result locate_decode(struct bytes message, struct arena *arena, uint8_t locator_out[HASH_SIZE])
{
	ProtobufCMessage *decoded;
	enum result result;

	result = strict_unpack(&wire__locate__descriptor, message, LOCATE_FIELDS, arena, &decoded);
	if (result != OK)
		return result;
	return strict_fixed(((const Wire__Locate *)decoded)->locator, locator_out, HASH_SIZE);
}

enum result find_slip_decode(struct bytes message, struct arena *arena,
			     uint8_t prefix_out[SLIP_PREFIX_SIZE])
{
	ProtobufCMessage *decoded;
	enum result result = strict_unpack(&wire__find_slip__descriptor, message, FIND_SLIP_FIELDS,
					   arena, &decoded);

	if (result != OK)
		return result;
	return strict_fixed(((const Wire__FindSlip *)decoded)->prefix, prefix_out,
			    SLIP_PREFIX_SIZE);
}

/* All three of them, or none. */
static enum result decode_previous_epoch(const Wire__Head *fields, struct head *head)
{
	bool has_root;
	enum result result = strict_fixed_or_empty(fields->previous_epoch, head->previous_epoch,
						   SERVER_EPOCH_SIZE, &head->has_previous_epoch);

	if (result != OK)
		return result;
	head->previous_size = fields->previous_size;
	result = strict_fixed_or_empty(fields->previous_root, head->previous_root, HASH_SIZE,
				       &has_root);
	if (result != OK)
		return result;
	return has_root == head->has_previous_epoch && (has_root || head->previous_size == 0)
		       ? OK
		       : ERR_MALFORMED;
}

static enum result decode_head_fields(const Wire__Head *fields, struct head *head)
{
	enum result result;

	if (fields->version != PROTOCOL_VERSION)
		return ERR_UNSUPPORTED;
	head->size = fields->size;
	head->charter_height = fields->charter_height;
	head->time = fields->time;
	result = strict_fixed(fields->server_key, head->server_key, KEY_SIZE);
	if (result == OK)
		result = strict_fixed(fields->server_epoch, head->server_epoch, SERVER_EPOCH_SIZE);
	if (result == OK)
		result = strict_fixed(fields->space, head->space, HASH_SIZE);
	if (result == OK)
		result = strict_fixed(fields->root, head->root, HASH_SIZE);
	if (result == OK)
		result = strict_fixed(fields->charter_head, head->charter_head, HASH_SIZE);
	return result == OK ? decode_previous_epoch(fields, head) : result;
}

enum result head_decode(struct bytes message, struct arena *arena, struct head *head_out)
{
	ProtobufCMessage *decoded;
	enum result result =
		strict_unpack(&wire__head__descriptor, message, HEAD_FIELDS, arena, &decoded);

	return result == OK ? decode_head_fields((const Wire__Head *)decoded, head_out) : result;
}

enum result signed_head_decode(struct bytes message, struct arena *arena,
			       struct signed_head *signed_out)
{
	ProtobufCMessage *decoded;
	const Wire__SignedHead *fields;
	enum result result = strict_unpack(&wire__signed_head__descriptor, message,
					   SIGNED_HEAD_FIELDS, arena, &decoded);

	if (result != OK)
		return result;
	fields = (const Wire__SignedHead *)decoded;
	signed_out->bytes = (struct bytes){fields->head.data, fields->head.len};
	result = strict_fixed(fields->signature, signed_out->signature, SIGNATURE_SIZE);
	return result == OK ? head_decode(signed_out->bytes, arena, &signed_out->head) : result;
}

enum result end_decode(struct bytes message, struct arena *arena, struct end *end_out)
{
	ProtobufCMessage *decoded;
	const Wire__End *fields;
	uint8_t(*proof)[HASH_SIZE];
	enum result result =
		strict_unpack(&wire__end__descriptor, message, END_FIELDS, arena, &decoded);

	if (result != OK)
		return result;
	fields = (const Wire__End *)decoded;
	proof = arena_alloc_array(arena, fields->n_proof, HASH_SIZE);
	if (proof == NULL)
		return ERR_TOO_LARGE;
	for (size_t i = 0; i < fields->n_proof && result == OK; i++)
		result = strict_fixed(fields->proof[i], proof[i], HASH_SIZE);
	if (result != OK)
		return result;
	*end_out = (struct end){
		.next = fields->next,
		.more = fields->more,
		.retry_after_s = fields->retry_after_s,
		.proof = (const uint8_t(*)[HASH_SIZE])proof,
		.proof_count = fields->n_proof,
	};
	return OK;
}

void head_encode(const struct head *head, struct buffer *out)
{
	Wire__Head fields = WIRE__HEAD__INIT;

	fields.version = PROTOCOL_VERSION;
	fields.server_key = strict_binary(head->server_key, KEY_SIZE);
	fields.server_epoch = strict_binary(head->server_epoch, SERVER_EPOCH_SIZE);
	fields.space = strict_binary(head->space, HASH_SIZE);
	fields.size = head->size;
	fields.root = strict_binary(head->root, HASH_SIZE);
	fields.charter_head = strict_binary(head->charter_head, HASH_SIZE);
	fields.charter_height = head->charter_height;
	fields.time = head->time;
	if (head->has_previous_epoch) {
		fields.previous_epoch = strict_binary(head->previous_epoch, SERVER_EPOCH_SIZE);
		fields.previous_size = head->previous_size;
		fields.previous_root = strict_binary(head->previous_root, HASH_SIZE);
	}
	strict_pack(&fields.base, out);
}

void signed_head_append_frame(struct buffer *out, struct bytes head,
			      const uint8_t signature[SIGNATURE_SIZE])
{
	Wire__SignedHead fields = WIRE__SIGNED_HEAD__INIT;

	fields.head = strict_binary(head.data, head.size);
	fields.signature = strict_binary(signature, SIGNATURE_SIZE);
	append_frame(out, FRAME_HEAD, &fields.base);
}

void answer_append_frame(struct buffer *out, const struct answer *answer)
{
	Wire__Result fields = WIRE__RESULT__INIT;

	fields.device = answer->device;
	fields.seq = answer->seq;
	fields.code = (uint32_t)answer->code;
	fields.leaf = answer->leaf;
	fields.is_void = answer->is_void;
	append_frame(out, FRAME_RESULT, &fields.base);
}

void end_append_frame(struct buffer *out, const struct end *end)
{
	Wire__End fields = WIRE__END__INIT;
	ProtobufCBinaryData proof[PROOF_MAX_COUNT];
	size_t i;

	for (i = 0; i < end->proof_count && i < PROOF_MAX_COUNT; i++)
		proof[i] = strict_binary(end->proof[i], HASH_SIZE);
	fields.next = end->next;
	fields.more = end->more;
	fields.retry_after_s = end->retry_after_s;
	fields.n_proof = i;
	fields.proof = proof;
	append_frame(out, FRAME_END, &fields.base);
}

void server_info_append_frame(struct buffer *out, const uint8_t server_key[KEY_SIZE],
			      const uint8_t server_epoch[SERVER_EPOCH_SIZE], uint64_t time)
{
	Wire__ServerInfo fields = WIRE__SERVER_INFO__INIT;

	fields.protocol = PROTOCOL_VERSION;
	fields.server_key = strict_binary(server_key, KEY_SIZE);
	fields.server_epoch = strict_binary(server_epoch, SERVER_EPOCH_SIZE);
	fields.time = time;
	append_frame(out, FRAME_SERVER_INFO, &fields.base);
}

void located_append_frame(struct buffer *out, const uint8_t (*spaces)[HASH_SIZE], size_t count)
{
	Wire__Located fields = WIRE__LOCATED__INIT;
	ProtobufCBinaryData list[LOCATED_MAX_SPACES];
	size_t i;

	for (i = 0; i < count && i < LOCATED_MAX_SPACES; i++)
		list[i] = strict_binary(spaces[i], HASH_SIZE);
	fields.n_spaces = i;
	fields.spaces = list;
	append_frame(out, FRAME_LOCATED, &fields.base);
}

void found_slip_append_frame(struct buffer *out, const uint8_t spaces[SLIP_SPACES][HASH_SIZE])
{
	Wire__FoundSlip fields = WIRE__FOUND_SLIP__INIT;
	ProtobufCBinaryData list[SLIP_SPACES];

	for (size_t i = 0; i < SLIP_SPACES; i++)
		list[i] = strict_binary(spaces[i], HASH_SIZE);
	fields.n_spaces = SLIP_SPACES;
	fields.spaces = list;
	append_frame(out, FRAME_FOUND_SLIP, &fields.base);
}
