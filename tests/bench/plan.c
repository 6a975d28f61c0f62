#include "bench/plan.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "charter.pb-c.h"
#include "commit.pb-c.h"
#include "core/commit.h"
#include "envelope.pb-c.h"
#include "sync.pb-c.h"
#include "wire/charter.h"
#include "wire/frame.h"
#include "wire/strict.h"

#define MESSAGE_MAX_BYTES (4u * 1024u * 1024u)
#define LABEL_PREFIX "samskap/1/"

static void sign(struct plan *plan, const char *kind, struct bytes message, uint8_t out[64])
{
	size_t label = strlen(LABEL_PREFIX) + strlen(kind) + 1;
	uint8_t *data = malloc(label + message.size);

	memcpy(data, LABEL_PREFIX, strlen(LABEL_PREFIX));
	memcpy(data + strlen(LABEL_PREFIX), kind, strlen(kind) + 1);
	memcpy(data + label, message.data, message.size);
	crypto_sign_detached(out, NULL, data, label + message.size, plan->secret);
	free(data);
	plan->signatures++;
}

static struct buffer pack(const ProtobufCMessage *message)
{
	struct buffer buffer;

	buffer_init_growing(&buffer, MESSAGE_MAX_BYTES);
	strict_pack(message, &buffer);
	if (buffer_result(&buffer) != OK)
		fail("a message is too large");
	return buffer;
}

static void append_message(struct buffer *out, enum frame_type type,
			   const ProtobufCMessage *message)
{
	frame_append_head(out, type, protobuf_c_message_get_packed_size(message));
	strict_pack(message, out);
}

/* A signed object's frame, `body` under label `kind`. */
static void append_signed(struct plan *plan, struct buffer *out, enum frame_type type,
			  const char *kind, const Wire__Signed *outer, struct bytes body)
{
	Wire__Signed fields = *outer;
	uint8_t signature[64];
	ProtobufCBinaryData signatures[1] = {{sizeof(signature), signature}};

	sign(plan, kind, body, signature);
	fields.version = 1;
	fields.body = strict_binary(body.data, body.size);
	fields.n_signatures = 1;
	fields.signatures = signatures;
	append_message(out, type, &fields.base);
}

static void append_statement(struct plan *plan, struct buffer *out, Wire__StatementType type,
			     const ProtobufCMessage *body, struct bytes payload,
			     uint8_t hash_out[32])
{
	Wire__Statement statement = WIRE__STATEMENT__INIT;
	Wire__Signed outer = WIRE__SIGNED__INIT;
	ProtobufCBinaryData parts[1] = {strict_binary(payload.data, payload.size)};
	struct buffer encoded = pack(body), message;

	statement.version = 1;
	statement.type = type;
	statement.body = strict_binary(encoded.data, encoded.size);
	if (type != WIRE__STATEMENT_TYPE__STATEMENT_GENESIS) {
		statement.device = outer.device = 1;
		statement.counter = outer.seq = ++plan->counter;
		statement.space = strict_binary(plan->space, 32);
		statement.charter_head = strict_binary(plan->charter_head, 32);
	}
	outer.n_payload = payload.size > 0;
	outer.payload = parts;
	message = pack(&statement.base);
	append_signed(plan, out, FRAME_STATEMENT, "statement", &outer, buffer_bytes(&message));
	verify_hash_bytes(type == WIRE__STATEMENT_TYPE__STATEMENT_GENESIS ? LABEL_SPACE
									  : LABEL_STATEMENT,
			  buffer_bytes(&message), hash_out);
	buffer_deinit(&message);
	buffer_deinit(&encoded);
}

static void sign_auth(struct plan *plan, const char *path, struct bytes frames, Wire__Auth *auth,
		      uint8_t signature[64])
{
	uint8_t body_hash[32], data[256];
	struct buffer preimage;

	verify_hash_bytes(LABEL_BODY, frames, body_hash);
	buffer_init_fixed(&preimage, data, sizeof(data));
	buffer_append(&preimage, plan->server_key, 32);
	buffer_append(&preimage, plan->space, 32);
	buffer_append_u32(&preimage, auth->device);
	buffer_append_u64(&preimage, auth->time);
	buffer_append(&preimage, auth->nonce.data, auth->nonce.len);
	buffer_append(&preimage, body_hash, 32);
	buffer_append(&preimage, "POST ", 5);
	buffer_append(&preimage, path, strlen(path));
	sign(plan, "request", buffer_bytes(&preimage), signature);
	auth->signature = strict_binary(signature, 64);
}

/* Auth, then the frames that it signs; commits vouch for themselves (SYNC10). */
static struct bytes request_of(struct plan *plan, struct bytes frames, bool is_signed)
{
	static const char path[] = "/v1/sync";
	Wire__Auth auth = WIRE__AUTH__INIT;
	uint8_t nonce[16], signature[64];
	struct buffer body;
	struct bytes request;

	randombytes_buf(nonce, sizeof(nonce));
	auth.space = strict_binary(plan->space, 32);
	auth.device = 1;
	auth.time = (uint64_t)time(NULL);
	auth.nonce = strict_binary(nonce, sizeof(nonce));
	if (is_signed)
		sign_auth(plan, path, frames, &auth, signature);

	buffer_init_growing(&body, MESSAGE_MAX_BYTES);
	append_message(&body, FRAME_AUTH, &auth.base);
	buffer_append_bytes(&body, frames);
	request = http_request("POST", path, buffer_bytes(&body));
	buffer_deinit(&body);
	return request;
}

static void append_pull(const struct plan *plan, struct buffer *out, bool answers_only)
{
	Wire__SyncRequest request = WIRE__SYNC_REQUEST__INIT;
	uint8_t root[32];

	request.cursor = plan->frontier.size;
	request.answers_only = answers_only;
	tree_root(&plan->frontier, root);
	if (request.cursor > 0)
		request.root = strict_binary(root, sizeof(root));
	append_message(out, FRAME_SYNC_REQUEST, &request.base);
}

static void exchange_once(struct http_client *client, struct bytes request)
{
	http_exchange(client, request);
	free((void *)(uintptr_t)request.data);
	plan_check_answer(client);
}

static void found_genesis(struct plan *plan, struct http_client *client)
{
	Wire__Genesis genesis = WIRE__GENESIS__INIT;
	Wire__FoundingParty party = WIRE__FOUNDING_PARTY__INIT, *parties[1] = {&party};
	Wire__DeviceKeys keys = WIRE__DEVICE_KEYS__INIT;
	uint32_t sectors[1] = {1};
	uint8_t random[32];
	struct buffer body;

	randombytes_buf(random, sizeof(random));
	keys.sign_key = strict_binary(plan->sign_key, 32);
	keys.box_key = strict_binary(plan->box_key, 32);
	party.sector = party.signer_rule = 1;
	party.person = strict_binary(random, 16);
	party.device = &keys;
	genesis.nonce = strict_binary(random + 16, 16);
	genesis.server_key = strict_binary(plan->server_key, 32);
	genesis.n_sectors = genesis.n_parties = 1;
	genesis.sectors = sectors;
	genesis.parties = parties;
	buffer_init_growing(&body, MESSAGE_MAX_BYTES);
	append_statement(plan, &body, WIRE__STATEMENT_TYPE__STATEMENT_GENESIS, &genesis.base,
			 (struct bytes){NULL, 0}, plan->space);
	exchange_once(client, http_request("POST", "/v1/spaces", buffer_bytes(&body)));
	buffer_deinit(&body);
}

static void give_key(struct plan *plan, struct http_client *client)
{
	Wire__Grants grants = WIRE__GRANTS__INIT;
	Wire__Grant grant = WIRE__GRANT__INIT, *items[1] = {&grant};
	Wire__Rekey rekey = WIRE__REKEY__INIT;
	uint8_t sealed[80], commitment[32], hash[32];
	struct buffer payload, frames;

	randombytes_buf(sealed, sizeof(sealed));
	randombytes_buf(commitment, sizeof(commitment));
	grant.device = 1;
	grant.sealed = strict_binary(sealed, sizeof(sealed));
	grants.n_grants = 1;
	grants.grants = items;
	payload = pack(&grants.base);
	verify_hash_bytes(LABEL_GRANTS, buffer_bytes(&payload), hash);
	rekey.commitment = strict_binary(commitment, sizeof(commitment));
	rekey.grants = strict_binary(hash, sizeof(hash));

	buffer_init_growing(&frames, MESSAGE_MAX_BYTES);
	append_pull(plan, &frames, true);
	append_statement(plan, &frames, WIRE__STATEMENT_TYPE__STATEMENT_REKEY, &rekey.base,
			 buffer_bytes(&payload), plan->epoch);
	exchange_once(client, request_of(plan, buffer_bytes(&frames), true));
	buffer_deinit(&frames);
	buffer_deinit(&payload);
}

void plan_found(struct plan *plan, struct http_client *client)
{
	struct bytes request = http_request("GET", "/v1/server", (struct bytes){NULL, 0});
	struct bytes body = http_exchange(client, request);
	struct frame frame;
	Wire__ServerInfo *info = NULL;

	free((void *)(uintptr_t)request.data);
	memset(plan, 0, sizeof(*plan));
	tree_init(&plan->frontier);
	if (frame_next(&body, &frame) == OK)
		info = wire__server_info__unpack(NULL, frame.payload.size, frame.payload.data);
	if (!info || info->server_key.len != 32)
		fail("the server does not tell its key");
	memcpy(plan->server_key, info->server_key.data, 32);
	wire__server_info__free_unpacked(info, NULL);
	crypto_sign_keypair(plan->sign_key, plan->secret);
	randombytes_buf(plan->box_key, 32);

	found_genesis(plan, client);
	request = plan_pull_request(plan);
	plan_take(plan, http_exchange(client, request));
	free((void *)(uintptr_t)request.data);
	give_key(plan, client);
}

static void fill_core(struct plan *plan, Wire__Core *core)
{
	core->version = core->suite = core->device = 1;
	core->space = strict_binary(plan->space, 32);
	core->epoch = strict_binary(plan->epoch, 32);
	core->charter_head = strict_binary(plan->charter_head, 32);
	core->seq = ++plan->seq;
	core->previous = strict_binary(plan->previous, 32);
}

static void append_commit(struct plan *plan, struct buffer *out, size_t count, size_t size)
{
	static const uint8_t lane_id[16] = "the plan's lane";
	ProtobufCBinaryData lane = strict_binary(lane_id, 16), records[COMMIT_MAX_RECORDS];
	uint32_t lanes[COMMIT_MAX_RECORDS] = {0}, kinds[COMMIT_MAX_RECORDS],
		 sizes[COMMIT_MAX_RECORDS];
	uint8_t hashes[COMMIT_MAX_RECORDS * 32], *data = malloc(count * size);
	Wire__Core core = WIRE__CORE__INIT;
	Wire__Signed outer = WIRE__SIGNED__INIT;
	struct buffer encoded;
	size_t i;

	randombytes_buf(data, count * size);
	for (i = 0; i < count; i++) {
		records[i] = strict_binary(data + i * size, size);
		kinds[i] = WIRE__RECORD_KIND__RECORD_EDIT;
		sizes[i] = (uint32_t)size;
		verify_hash_bytes(LABEL_RECORD, (struct bytes){data + i * size, size},
				  hashes + i * 32);
	}
	fill_core(plan, &core);
	core.n_lanes = 1;
	core.lanes = &lane;
	core.n_record_lanes = core.n_record_kinds = core.n_record_sizes = count;
	core.record_lanes = lanes;
	core.record_kinds = kinds;
	core.record_sizes = sizes;
	core.record_hashes = strict_binary(hashes, count * 32);
	encoded = pack(&core.base);
	outer.device = 1;
	outer.seq = plan->seq;
	outer.n_payload = count;
	outer.payload = records;
	append_signed(plan, out, FRAME_COMMIT, "core", &outer, buffer_bytes(&encoded));
	verify_hash_bytes(LABEL_CORE, buffer_bytes(&encoded), plan->previous);
	buffer_deinit(&encoded);
	free(data);
}

struct bytes plan_commit_request(struct plan *plan, size_t records, size_t size)
{
	struct buffer frames;
	struct bytes request;

	buffer_init_growing(&frames, MESSAGE_MAX_BYTES);
	append_pull(plan, &frames, true);
	append_commit(plan, &frames, records, size);
	request = request_of(plan, buffer_bytes(&frames), false);
	buffer_deinit(&frames);
	return request;
}

struct bytes plan_pull_request(struct plan *plan)
{
	struct buffer frames;
	struct bytes request;

	buffer_init_growing(&frames, MESSAGE_MAX_BYTES);
	append_pull(plan, &frames, false);
	request = request_of(plan, buffer_bytes(&frames), true);
	buffer_deinit(&frames);
	return request;
}

static void take_leaf(struct plan *plan, uint8_t kind, const uint8_t hash[32])
{
	struct tree_completed completed;
	uint8_t leaf[32];

	tree_leaf_hash(kind, hash, leaf);
	tree_append(&plan->frontier, leaf, &completed);
}

static void take_entry(struct plan *plan, struct bytes payload, struct arena *arena)
{
	struct position position;
	struct bytes bytes, signed_message;
	uint8_t hash[32];

	if (entry_decode(payload, arena, &position, &bytes, &signed_message) != OK)
		fail("an entry cannot be read");
	verify_hash_bytes(LABEL_ENTRY, bytes, hash);
	memcpy(plan->charter_head, hash, 32);
	take_leaf(plan, 0, hash);
}

/* Reads a commit without copying it: body is field 4, records are field 6. */
static void take_commit(struct plan *plan, struct bytes rest)
{
	uint8_t hash[32];

	while (rest.size > 0) {
		uint8_t tag = *rest.data;
		uint64_t value = 0;
		unsigned shift = 0;

		rest.data++, rest.size--;
		do {
			value |= (uint64_t)(*rest.data & 0x7f) << shift;
			shift += 7;
			rest.size--;
		} while (*rest.data++ & 0x80);
		if ((tag & 7) != 2)
			continue;
		if (tag >> 3 == 4) {
			verify_hash_bytes(LABEL_CORE, (struct bytes){rest.data, value}, hash);
			take_leaf(plan, 1, hash);
		}
		if (tag >> 3 == 6) {
			plan->records++;
			plan->payload_bytes += value;
		}
		rest.data += value;
		rest.size -= value;
	}
}

bool plan_take(struct plan *plan, struct bytes body)
{
	struct arena arena;
	struct frame frame;
	bool is_more = true;

	arena_init(&arena, MESSAGE_MAX_BYTES);
	while (body.size > 0) {
		if (frame_next(&body, &frame) != OK)
			fail("an answer is no sequence of frames");
		if (frame.type == FRAME_ENTRY)
			take_entry(plan, frame.payload, &arena);
		if (frame.type == FRAME_COMMIT)
			take_commit(plan, frame.payload);
		if (frame.type == FRAME_END) {
			Wire__End *end =
				wire__end__unpack(NULL, frame.payload.size, frame.payload.data);

			if (!end || end->next != plan->frontier.size)
				fail("an answer's end does not fit its leaves");
			is_more = end->more;
			wire__end__free_unpacked(end, NULL);
		}
	}
	arena_deinit(&arena);
	return !is_more;
}

void plan_check_answer(const struct http_client *client)
{
	struct bytes body = client->body;
	struct frame frame;
	Wire__Result *result;
	unsigned results = 0;

	if (client->status != 200)
		fail("the server refused a request");
	while (body.size > 0 && frame_next(&body, &frame) == OK) {
		if (frame.type != FRAME_RESULT)
			continue;
		result = wire__result__unpack(NULL, frame.payload.size, frame.payload.data);
		if (!result || result->code != 0)
			fail("the server refused a commit");
		wire__result__free_unpacked(result, NULL);
		results++;
	}
	if (results != 1)
		fail("an answer has not one result");
}
