#include "support/plan.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "commit.pb-c.h"
#include "envelope.pb-c.h"
#include "support/plan_pack.h"
#include "sync.pb-c.h"
#include "wire/frame.h"

void plan_hash(const char *label, const uint8_t *data, size_t size, uint8_t out[32])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, 32);
	crypto_generichash_update(&state, (const uint8_t *)label, strlen(label) + 1);
	crypto_generichash_update(&state, data, size);
	crypto_generichash_final(&state, out, 32);
}

static void sign(const char *label, struct bytes message, const uint8_t secret[64], uint8_t out[64])
{
	size_t size = strlen(label) + 1 + message.size;
	uint8_t *joined = malloc(size);

	memcpy(joined, label, strlen(label) + 1);
	memcpy(joined + strlen(label) + 1, message.data, message.size);
	crypto_sign_detached(out, NULL, joined, size, secret);
	free(joined);
}

static struct bytes pack(const ProtobufCMessage *message)
{
	size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *data = malloc(size + 1);

	protobuf_c_message_pack(message, data);
	return (struct bytes){data, size};
}

static void append_frame(struct buffer *out, enum frame_type type, struct bytes *payload)
{
	frame_append_head(out, type, payload->size);
	buffer_append_bytes(out, *payload);
	free((void *)payload->data);
}

void plan_device_init(struct plan_device *device)
{
	memset(device, 0, sizeof(*device));
	crypto_sign_keypair(device->key, device->secret);
	randombytes_buf(device->box_key, sizeof(device->box_key));
	randombytes_buf(device->person, sizeof(device->person));
}

void plan_init(struct plan *plan, const uint8_t server_key[32], uint32_t parties)
{
	if (sodium_init() < 0)
		abort();
	memset(plan, 0, sizeof(*plan));
	memcpy(plan->server_key, server_key, 32);
	for (uint32_t i = 0; i < parties; i++) {
		plan_device_init(&plan->devices[i]);
		plan->devices[i].index = i + 1;
	}
	plan->device_count = parties;
}

void plan_append_statement(struct plan *plan, Wire__StatementType type, uint32_t device,
			   uint64_t counter, ProtobufCMessage *body_message,
			   const struct plan_device *const *signers, size_t signer_count,
			   struct bytes payload, uint8_t hash_out[32], struct buffer *out)
{
	struct bytes body = pack(body_message), bytes, whole;
	uint8_t signatures[16][64];
	ProtobufCBinaryData signature_fields[16],
		payload_field = {payload.size, (uint8_t *)payload.data};
	Wire__Statement statement = WIRE__STATEMENT__INIT;
	Wire__Signed envelope = WIRE__SIGNED__INIT;

	statement.version = 1;
	statement.type = type;
	statement.device = device;
	statement.counter = counter;
	if (type != WIRE__STATEMENT_TYPE__STATEMENT_GENESIS) {
		statement.space = PLAN_FIELD(plan->space, 32);
		statement.charter_head = PLAN_FIELD(plan->charter_head, 32);
	}
	statement.body = PLAN_FIELD(body.data, body.size);
	bytes = pack(&statement.base);
	for (size_t i = 0; i < signer_count; i++) {
		sign(PLAN_LABEL("statement"), bytes, signers[i]->secret, signatures[i]);
		signature_fields[i] = PLAN_FIELD(signatures[i], 64);
	}
	envelope.version = 1;
	envelope.device = device;
	envelope.seq = counter;
	envelope.body = PLAN_FIELD(bytes.data, bytes.size);
	envelope.n_signatures = signer_count;
	envelope.signatures = signature_fields;
	envelope.n_payload = payload.size > 0;
	envelope.payload = &payload_field;
	whole = pack(&envelope.base);
	append_frame(out, FRAME_STATEMENT, &whole);
	plan_hash(PLAN_LABEL("statement"), bytes.data, bytes.size, hash_out);
	if (type == WIRE__STATEMENT_TYPE__STATEMENT_GENESIS)
		plan_hash(PLAN_LABEL("space"), bytes.data, bytes.size, plan->space);
	free((void *)body.data);
	free((void *)bytes.data);
}

void plan_append_genesis(struct plan *plan, struct buffer *out)
{
	Wire__Genesis genesis = WIRE__GENESIS__INIT;
	Wire__FoundingParty parties[8], *party_list[8];
	Wire__DeviceKeys keys[8];
	const struct plan_device *signers[8];
	uint32_t sectors[3] = {1, 2, 3};
	uint8_t nonce[16], ignored[32];

	randombytes_buf(nonce, sizeof(nonce));
	genesis.nonce = PLAN_FIELD(nonce, 16);
	genesis.server_key = PLAN_FIELD(plan->server_key, 32);
	genesis.sectors = sectors;
	genesis.n_sectors = 3;
	for (uint32_t i = 0; i < plan->device_count; i++) {
		wire__device_keys__init(&keys[i]);
		keys[i].sign_key = PLAN_FIELD(plan->devices[i].key, 32);
		keys[i].box_key = PLAN_FIELD(plan->devices[i].box_key, 32);
		wire__founding_party__init(&parties[i]);
		parties[i].sector = i % 3 + 1;
		parties[i].signer_rule = 1;
		parties[i].person = PLAN_FIELD(plan->devices[i].person, 16);
		parties[i].device = &keys[i];
		party_list[i] = &parties[i];
		signers[i] = &plan->devices[i];
	}
	genesis.n_parties = plan->device_count;
	genesis.parties = party_list;
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_GENESIS, 0, 0, &genesis.base,
			      signers, plan->device_count, (struct bytes){0}, ignored, out);
}

static struct bytes pack_grants(const struct plan *plan)
{
	Wire__Grants grants = WIRE__GRANTS__INIT;
	Wire__Grant items[PLAN_MAX_DEVICES], *list[PLAN_MAX_DEVICES];
	uint8_t sealed[80];

	randombytes_buf(sealed, sizeof(sealed));
	for (uint32_t i = 0; i < plan->device_count; i++) {
		if (plan->devices[i].is_ended)
			continue;
		wire__grant__init(&items[i]);
		items[i].device = plan->devices[i].index;
		items[i].sealed = PLAN_FIELD(sealed, 80);
		list[grants.n_grants++] = &items[i];
	}
	grants.grants = list;
	return pack(&grants.base);
}

void plan_append_rekey(struct plan *plan, struct plan_device *author, struct buffer *out)
{
	static const uint8_t none[32];
	Wire__Rekey rekey = WIRE__REKEY__INIT;
	struct bytes grants = pack_grants(plan);
	uint8_t commitment[32], grants_hash[32], wrapped[72], previous[32];
	const struct plan_device *signers[1] = {author};
	bool is_first = memcmp(plan->epoch, none, 32) == 0;

	randombytes_buf(commitment, sizeof(commitment));
	randombytes_buf(wrapped, sizeof(wrapped));
	memcpy(previous, plan->epoch, 32);
	plan_hash(PLAN_LABEL("grants"), grants.data, grants.size, grants_hash);
	rekey.commitment = PLAN_FIELD(commitment, 32);
	rekey.grants = PLAN_FIELD(grants_hash, 32);
	if (!is_first) {
		rekey.previous_epoch = PLAN_FIELD(previous, 32);
		rekey.wrapped = PLAN_FIELD(wrapped, 72);
	}
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_REKEY, author->index,
			      ++author->counter, &rekey.base, signers, 1, grants, plan->epoch, out);
	free((void *)grants.data);
}

void plan_append_invite(struct plan *plan, struct plan_device *author, uint32_t party,
			const struct plan_device *invitation, uint64_t expires, struct buffer *out)
{
	Wire__Invite invite = WIRE__INVITE__INIT;
	Wire__SealedKey sealed = WIRE__SEALED_KEY__INIT, *list[1] = {&sealed};
	const struct plan_device *signers[1] = {author};
	uint8_t key[80], card[168], ignored[32];

	randombytes_buf(key, sizeof(key));
	randombytes_buf(card, sizeof(card));
	sealed.epoch = PLAN_FIELD(plan->epoch, 32);
	sealed.box_key = PLAN_FIELD(invitation->box_key, 32);
	sealed.sealed = PLAN_FIELD(key, 80);
	invite.party = party;
	invite.sign_key = PLAN_FIELD(invitation->key, 32);
	invite.box_key = PLAN_FIELD(invitation->box_key, 32);
	invite.expires = expires;
	invite.n_keys = 1;
	invite.keys = list;
	invite.card = PLAN_FIELD(card, sizeof(card));
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_INVITE, author->index,
			      ++author->counter, &invite.base, signers, 1, (struct bytes){0},
			      ignored, out);
}

void plan_append_join(struct plan *plan, const struct plan_device *invitation,
		      struct plan_device *joiner, struct buffer *out)
{
	Wire__Join join = WIRE__JOIN__INIT;
	Wire__DeviceKeys keys = WIRE__DEVICE_KEYS__INIT;
	const struct plan_device *signers[2] = {invitation, joiner};
	uint8_t ignored[32];

	keys.sign_key = PLAN_FIELD(joiner->key, 32);
	keys.box_key = PLAN_FIELD(joiner->box_key, 32);
	join.invitation = PLAN_FIELD(invitation->key, 32);
	join.person = PLAN_FIELD(joiner->person, 16);
	join.device = &keys;
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_JOIN, 0, 0, &join.base, signers,
			      2, (struct bytes){0}, ignored, out);
	joiner->index = ++plan->device_count;
}

void plan_append_retire(struct plan *plan, struct plan_device *author, struct plan_device *ended,
			struct buffer *out)
{
	Wire__Retire retire = WIRE__RETIRE__INIT;
	Wire__Cut cut = WIRE__CUT__INIT;
	const struct plan_device *signers[1] = {author};
	uint8_t ignored[32];

	cut.device = ended->index;
	cut.seq = ended->seq;
	if (ended->seq > 0)
		cut.core_hash = PLAN_FIELD(ended->previous, 32);
	retire.cut = &cut;
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_RETIRE, author->index,
			      ++author->counter, &retire.base, signers, 1, (struct bytes){0},
			      ignored, out);
	ended->is_ended = true;
}

void plan_append_confirm(struct plan *plan, struct plan_device *author, const uint8_t person[16],
			 struct buffer *out)
{
	Wire__Confirm confirm = WIRE__CONFIRM__INIT;
	const struct plan_device *signers[1] = {author};
	uint8_t ignored[32];

	confirm.person = PLAN_FIELD(person, 16);
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_CONFIRM, author->index,
			      ++author->counter, &confirm.base, signers, 1, (struct bytes){0},
			      ignored, out);
}

/* The core's lists of records, and the records themselves. */
struct record_lists {
	ProtobufCBinaryData lane, records[300];
	uint8_t lane_id[16];
	uint32_t lanes[300], kinds[300], sizes[300];
	uint8_t hashes[300 * 32];
	uint8_t *sealed;
};

static void fill_records(Wire__Core *core, Wire__Signed *envelope, struct record_lists *lists,
			 const struct plan_commit *what)
{
	unsigned size = what->record_bytes == 0 ? 168 : what->record_bytes;

	if (what->records == 0)
		return;
	lists->sealed = malloc((size_t)size * what->records);
	randombytes_buf(lists->sealed, (size_t)size * what->records);
	for (unsigned i = 0; i < what->records; i++) {
		uint8_t *record = lists->sealed + (size_t)i * size;

		lists->lanes[i] = 0;
		lists->kinds[i] = 1;
		lists->sizes[i] = size;
		lists->records[i] = PLAN_FIELD(record, size);
		plan_hash(PLAN_LABEL("record"), record, size, lists->hashes + i * 32);
	}
	memset(lists->lane_id, 7, sizeof(lists->lane_id));
	lists->lane = PLAN_FIELD(lists->lane_id, 16);
	core->n_lanes = 1;
	core->lanes = &lists->lane;
	core->n_record_lanes = core->n_record_kinds = core->n_record_sizes = what->records;
	core->record_lanes = lists->lanes;
	core->record_kinds = lists->kinds;
	core->record_sizes = lists->sizes;
	core->record_hashes = PLAN_FIELD(lists->hashes, (size_t)what->records * 32);
	if (what->breaks_record)
		lists->sealed[0] ^= 1;
	envelope->n_payload = what->is_void ? 0 : what->records;
	envelope->payload = lists->records;
}

static void fill_core(Wire__Core *core, struct plan *plan, struct plan_device *author,
		      const struct plan_commit *what)
{
	core->version = 1;
	core->suite = 1;
	core->space = PLAN_FIELD(plan->space, 32);
	core->room = what->room;
	core->epoch = PLAN_FIELD(what->epoch ? what->epoch : plan->epoch, 32);
	core->charter_head =
		PLAN_FIELD(what->charter_head ? what->charter_head : plan->charter_head, 32);
	core->device = author->index;
	core->seq = what->seq ? what->seq : author->seq + 1;
	core->previous = PLAN_FIELD(what->previous ? what->previous : author->previous, 32);
	if (what->server_epoch == NULL)
		return;
	core->server_epoch = PLAN_FIELD(what->server_epoch, 16);
	core->head_size = what->head_size;
	core->head_root = PLAN_FIELD(what->head_root, 32);
}

void plan_append_commit(struct plan *plan, struct plan_device *author,
			const struct plan_commit *what, struct buffer *out)
{
	Wire__Core core = WIRE__CORE__INIT;
	Wire__Signed envelope = WIRE__SIGNED__INIT;
	struct record_lists *lists = calloc(1, sizeof(*lists));
	ProtobufCBinaryData signature_field;
	uint8_t signature[64];
	struct bytes bytes, whole;

	fill_core(&core, plan, author, what);
	fill_records(&core, &envelope, lists, what);
	bytes = pack(&core.base);
	sign(PLAN_LABEL("core"), bytes, author->secret, signature);
	if (what->breaks_signature)
		signature[3] ^= 1;
	signature_field = PLAN_FIELD(signature, 64);
	envelope.version = 1;
	envelope.device = author->index;
	envelope.seq = core.seq;
	envelope.body = PLAN_FIELD(bytes.data, bytes.size);
	envelope.n_signatures = 1;
	envelope.signatures = &signature_field;
	whole = pack(&envelope.base);
	append_frame(out, FRAME_COMMIT, &whole);
	if (what->seq == 0 && what->previous == NULL) {
		author->seq++;
		plan_hash(PLAN_LABEL("core"), bytes.data, bytes.size, author->previous);
	}
	free((void *)bytes.data);
	free(lists->sealed);
	free(lists);
}

static void sign_request(const struct plan *plan, const struct plan_request *request,
			 Wire__Auth *auth, struct bytes body, uint8_t signature[64])
{
	uint8_t preimage[512], body_hash[32];
	struct buffer buffer;

	plan_hash(PLAN_LABEL("body"), body.data, body.size, body_hash);
	buffer_init_fixed(&buffer, preimage, sizeof(preimage));
	buffer_append(&buffer, plan->server_key, 32);
	buffer_append(&buffer, plan->space, 32);
	buffer_append_u32(&buffer, request->device->index);
	if (request->device->index == 0)
		buffer_append(&buffer, request->device->key, 32);
	buffer_append_u64(&buffer, request->time);
	buffer_append(&buffer, auth->nonce.data, 16);
	buffer_append(&buffer, body_hash, 32);
	buffer_append(&buffer, "POST ", 5);
	buffer_append(&buffer, request->path, strlen(request->path));
	sign(PLAN_LABEL("request"), buffer_bytes(&buffer), request->device->secret, signature);
	if (request->breaks_signature)
		signature[5] ^= 1;
}

void plan_append_request(const struct plan *plan, const struct plan_request *request,
			 struct buffer *out)
{
	Wire__Auth auth = WIRE__AUTH__INIT;
	Wire__SyncRequest sync = WIRE__SYNC_REQUEST__INIT;
	uint8_t nonce[16], signature[64];
	struct bytes bytes;
	struct buffer body;

	sync.cursor = request->cursor;
	sync.budget = request->budget;
	sync.answers_only = request->answers_only;
	if (request->root != NULL)
		sync.root = PLAN_FIELD(request->root, 32);
	buffer_init_growing(&body, 8u << 20);
	bytes = pack(&sync.base);
	append_frame(&body, FRAME_SYNC_REQUEST, &bytes);
	buffer_append_bytes(&body, request->frames);

	randombytes_buf(nonce, sizeof(nonce));
	auth.space = PLAN_FIELD(plan->space, 32);
	auth.device = request->device->index;
	if (auth.device == 0)
		auth.key = PLAN_FIELD(request->device->key, 32);
	auth.time = request->time;
	auth.nonce = PLAN_FIELD(nonce, 16);
	sign_request(plan, request, &auth, buffer_bytes(&body), signature);
	if (!request->is_unsigned)
		auth.signature = PLAN_FIELD(signature, 64);
	bytes = pack(&auth.base);
	append_frame(out, FRAME_AUTH, &bytes);
	buffer_append_bytes(out, buffer_bytes(&body));
	buffer_deinit(&body);
}
