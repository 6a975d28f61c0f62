#include "wire/charter.h"

#include <string.h>

#include "charter.pb-c.h"
#include "wire/frame.h"
#include "wire/strict.h"

#define POSITION_FIELDS 5u
#define ENTRY_FIELDS 2u
#define STATEMENT_FIELDS 8u
#define BODY_MAX_FIELDS 128u /* above every pool of repeated fields in a body */

static enum result decode_keys(const Wire__DeviceKeys *fields, struct device_keys *keys)
{
	enum result result;

	if (!fields)
		return ERR_MALFORMED;
	result = strict_fixed(fields->sign_key, keys->sign_key, KEY_SIZE);
	if (result != OK)
		return result;
	return strict_fixed(fields->box_key, keys->box_key, KEY_SIZE);
}

static enum result decode_founding_party(const Wire__FoundingParty *fields,
					 struct founding_party *party)
{
	enum result result;

	party->sector = fields->sector;
	party->signer_rule = fields->signer_rule;
	result = strict_fixed(fields->person, party->person, PERSON_ID_SIZE);
	if (result != OK)
		return result;
	return decode_keys(fields->device, &party->device);
}

static enum result decode_rule(const Wire__Rule *fields, struct rule *rule)
{
	if (fields->act != WIRE__ACT__ACT_ADMIT_PARTY)
		return ERR_MALFORMED;
	*rule = (struct rule){ACT_ADMIT_PARTY, fields->parties, fields->sectors,
			      fields->notice_days};
	return OK;
}

static enum result decode_genesis_lists(const Wire__Genesis *fields, struct arena *arena,
					struct genesis *genesis)
{
	struct founding_party *parties;
	struct rule *rules;
	enum result result = OK;
	size_t i;

	parties = arena_alloc_array(arena, fields->n_parties, sizeof(*parties));
	rules = arena_alloc_array(arena, fields->n_rules, sizeof(*rules));
	if (!parties || !rules)
		return ERR_NO_MEMORY;
	for (i = 0; i < fields->n_parties && result == OK; i++)
		result = decode_founding_party(fields->parties[i], &parties[i]);
	for (i = 0; i < fields->n_rules && result == OK; i++)
		result = decode_rule(fields->rules[i], &rules[i]);

	genesis->sectors = fields->sectors;
	genesis->sector_count = fields->n_sectors;
	genesis->rules = rules;
	genesis->rule_count = fields->n_rules;
	genesis->parties = parties;
	genesis->party_count = fields->n_parties;
	return result;
}

static enum result decode_genesis(const ProtobufCMessage *message, struct arena *arena,
				  struct statement *statement)
{
	const Wire__Genesis *fields = (const Wire__Genesis *)message;
	uint8_t nonce[16];
	enum result result;

	if (fields->n_parties > GENESIS_MAX_PARTIES || fields->n_sectors > GENESIS_MAX_SECTORS ||
	    fields->n_rules > GENESIS_MAX_RULES)
		return ERR_TOO_LARGE;
	result = strict_fixed(fields->nonce, nonce, sizeof(nonce));
	if (result != OK)
		return result;
	result = strict_fixed(fields->server_key, statement->genesis.server_key, KEY_SIZE);
	if (result != OK)
		return result;
	return decode_genesis_lists(fields, arena, &statement->genesis);
}

static enum result decode_sealed_key(const Wire__SealedKey *fields, struct sealed_key *key)
{
	enum result result;

	if (fields->sealed.len != SEALED_KEY_SIZE)
		return ERR_MALFORMED;
	key->room = fields->room;
	result = strict_fixed(fields->epoch, key->epoch, HASH_SIZE);
	if (result != OK)
		return result;
	return strict_fixed(fields->box_key, key->box_key, KEY_SIZE);
}

static enum result decode_sealed_keys(Wire__SealedKey *const *fields, size_t count,
				      struct arena *arena, const struct sealed_key **keys_out)
{
	struct sealed_key *keys;
	enum result result = OK;
	size_t i;

	if (count > STATEMENT_MAX_SEALED_KEYS)
		return ERR_TOO_LARGE;
	keys = arena_alloc_array(arena, count, sizeof(*keys));
	if (!keys)
		return ERR_NO_MEMORY;
	for (i = 0; i < count && result == OK; i++)
		result = decode_sealed_key(fields[i], &keys[i]);
	*keys_out = keys;
	return result;
}

static enum result decode_invite(const ProtobufCMessage *message, struct arena *arena,
				 struct statement *statement)
{
	const Wire__Invite *fields = (const Wire__Invite *)message;
	struct invite *invite = &statement->invite;
	enum result result;

	if (fields->card.len > INVITE_MAX_CARD_BYTES)
		return ERR_TOO_LARGE;
	invite->party = fields->party;
	invite->sector = fields->sector;
	invite->expires = fields->expires;
	invite->sealed_count = fields->n_keys;
	result = strict_fixed(fields->sign_key, invite->keys.sign_key, KEY_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->box_key, invite->keys.box_key, KEY_SIZE);
	if (result != OK)
		return result;
	return decode_sealed_keys(fields->keys, fields->n_keys, arena, &invite->sealed);
}

static enum result decode_join(const ProtobufCMessage *message, struct arena *arena,
			       struct statement *statement)
{
	const Wire__Join *fields = (const Wire__Join *)message;
	struct join *join = &statement->join;
	enum result result;

	(void)arena;
	result = strict_fixed(fields->invitation, join->invitation, KEY_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->person, join->person, PERSON_ID_SIZE);
	if (result != OK)
		return result;
	return decode_keys(fields->device, &join->device);
}

static enum result decode_confirm(const ProtobufCMessage *message, struct arena *arena,
				  struct statement *statement)
{
	const Wire__Confirm *fields = (const Wire__Confirm *)message;

	(void)arena;
	return strict_fixed(fields->person, statement->confirm.person, PERSON_ID_SIZE);
}

static enum result decode_admit_party(struct bytes subject, struct arena *arena,
				      struct admit_party *admit)
{
	ProtobufCMessage *message;
	const Wire__AdmitParty *fields;
	enum result result;

	result = strict_unpack(&wire__admit_party__descriptor, subject, BODY_MAX_FIELDS, arena,
			       &message);
	if (result != OK)
		return result;
	fields = (const Wire__AdmitParty *)message;
	admit->sector = fields->sector;
	admit->signer_rule = fields->signer_rule;
	result = strict_fixed(fields->invitation, admit->invitation, KEY_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->person, admit->person, PERSON_ID_SIZE);
	if (result != OK)
		return result;
	return decode_keys(fields->device, &admit->device);
}

static enum result decode_propose(const ProtobufCMessage *message, struct arena *arena,
				  struct statement *statement)
{
	const Wire__Propose *fields = (const Wire__Propose *)message;
	struct propose *propose = &statement->propose;

	if (fields->act != WIRE__ACT__ACT_ADMIT_PARTY)
		return ERR_MALFORMED;
	propose->act = ACT_ADMIT_PARTY;
	propose->subject = (struct bytes){fields->subject.data, fields->subject.len};
	propose->expires = fields->expires;
	return decode_admit_party(propose->subject, arena, &propose->admit);
}

static enum result decode_consent(const ProtobufCMessage *message, struct arena *arena,
				  struct statement *statement)
{
	const Wire__Consent *fields = (const Wire__Consent *)message;
	struct consent *consent = &statement->consent;
	enum result result;

	(void)arena;
	consent->expires = fields->expires;
	result = strict_fixed(fields->proposal, consent->proposal, HASH_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->subject, consent->subject, HASH_SIZE);
	if (result != OK)
		return result;
	return strict_fixed(fields->constitution, consent->constitution, HASH_SIZE);
}

static enum result decode_enact(const ProtobufCMessage *message, struct arena *arena,
				struct statement *statement)
{
	const Wire__Enact *fields = (const Wire__Enact *)message;
	enum result result;

	result = strict_fixed(fields->proposal, statement->enact.proposal, HASH_SIZE);
	if (result != OK)
		return result;
	statement->enact.sealed_count = fields->n_keys;
	return decode_sealed_keys(fields->keys, fields->n_keys, arena, &statement->enact.sealed);
}

static enum result decode_rekey(const ProtobufCMessage *message, struct arena *arena,
				struct statement *statement)
{
	const Wire__Rekey *fields = (const Wire__Rekey *)message;
	struct rekey *rekey = &statement->rekey;
	bool has_previous;
	enum result result;

	(void)arena;
	if (fields->wrapped.len != 0 && fields->wrapped.len != WRAPPED_KEY_SIZE)
		return ERR_MALFORMED;
	rekey->room = fields->room;
	rekey->has_wrapped = fields->wrapped.len != 0;
	result = strict_fixed_or_empty(fields->previous_epoch, rekey->previous_epoch, HASH_SIZE,
				       &has_previous);
	if (result != OK)
		return result;
	rekey->is_first = !has_previous;
	result = strict_fixed(fields->commitment, rekey->commitment, HASH_SIZE);
	if (result != OK)
		return result;
	return strict_fixed(fields->grants, rekey->grants, HASH_SIZE);
}

static enum result decode_retire(const ProtobufCMessage *message, struct arena *arena,
				 struct statement *statement)
{
	const Wire__Retire *fields = (const Wire__Retire *)message;
	struct retire *retire = &statement->retire;
	bool has_hash;
	enum result result;

	(void)arena;
	if (!fields->cut)
		return ERR_MALFORMED;
	retire->device = fields->cut->device;
	retire->cut_seq = fields->cut->seq;
	result = strict_fixed_or_empty(fields->cut->core_hash, retire->cut_hash, HASH_SIZE,
				       &has_hash);
	if (result != OK)
		return result;
	return has_hash == (retire->cut_seq != 0) ? OK : ERR_MALFORMED;
}

typedef enum result decode_body(const ProtobufCMessage *message, struct arena *arena,
				struct statement *statement);

/* By statement type; the row of number 0 is no type. */
static const struct {
	const ProtobufCMessageDescriptor *descriptor;
	decode_body *decode;
} BODIES[] = {
	{NULL, NULL},
	{&wire__genesis__descriptor, decode_genesis},
	{&wire__invite__descriptor, decode_invite},
	{&wire__join__descriptor, decode_join},
	{&wire__confirm__descriptor, decode_confirm},
	{&wire__propose__descriptor, decode_propose},
	{&wire__consent__descriptor, decode_consent},
	{&wire__enact__descriptor, decode_enact},
	{&wire__rekey__descriptor, decode_rekey},
	{&wire__retire__descriptor, decode_retire},
};

static enum result decode_typed_body(const Wire__Statement *fields, struct arena *arena,
				     struct statement *statement)
{
	struct bytes body = {fields->body.data, fields->body.len};
	ProtobufCMessage *message;
	enum result result;

	if (fields->type < WIRE__STATEMENT_TYPE__STATEMENT_GENESIS ||
	    fields->type > WIRE__STATEMENT_TYPE__STATEMENT_RETIRE)
		return ERR_MALFORMED;
	statement->type = (enum statement_type)fields->type;
	result = strict_unpack(BODIES[statement->type].descriptor, body, BODY_MAX_FIELDS, arena,
			       &message);
	if (result != OK)
		return result;
	return BODIES[statement->type].decode(message, arena, statement);
}

/* The fields that every type has. A genesis has no space and no head yet. */
static enum result decode_common(const Wire__Statement *fields, const struct envelope *envelope,
				 struct statement *statement)
{
	bool is_genesis = fields->type == WIRE__STATEMENT_TYPE__STATEMENT_GENESIS;
	bool has_space, has_head;
	enum result result;

	if (fields->version != 1)
		return ERR_UNSUPPORTED;
	if (fields->device != envelope->device || fields->counter != envelope->seq)
		return ERR_MALFORMED;
	if (fields->n_cosigners > STATEMENT_MAX_COSIGNERS)
		return ERR_TOO_LARGE;
	statement->device = fields->device;
	statement->counter = fields->counter;
	statement->cosigners = fields->cosigners;
	statement->cosigner_count = fields->n_cosigners;
	result = strict_fixed_or_empty(fields->space, statement->space, HASH_SIZE, &has_space);
	if (result != OK)
		return result;
	result = strict_fixed_or_empty(fields->charter_head, statement->charter_head, HASH_SIZE,
				       &has_head);
	if (result != OK)
		return result;
	return has_space == !is_genesis && has_head == !is_genesis ? OK : ERR_MALFORMED;
}

static enum result check_payload(const struct envelope *envelope, enum statement_type type)
{
	size_t expected = type == STATEMENT_REKEY ? 1 : 0;

	return envelope->payload_count == expected ? OK : ERR_MALFORMED;
}

enum result statement_decode(const struct envelope *envelope, struct arena *arena,
			     struct statement *statement_out)
{
	struct statement statement;
	ProtobufCMessage *message;
	const Wire__Statement *fields;
	enum result result;

	if (envelope->body.size > STATEMENT_MAX_BYTES)
		return ERR_TOO_LARGE;
	memset(&statement, 0, sizeof(statement));
	result = strict_unpack(&wire__statement__descriptor, envelope->body, STATEMENT_FIELDS,
			       arena, &message);
	if (result != OK)
		return result;
	fields = (const Wire__Statement *)message;
	result = decode_common(fields, envelope, &statement);
	if (result != OK)
		return result;
	result = decode_typed_body(fields, arena, &statement);
	if (result != OK)
		return result;
	result = check_payload(envelope, statement.type);
	if (result == OK)
		*statement_out = statement;
	return result;
}

static enum result decode_grant(const Wire__Grant *fields, struct grant *grant)
{
	bool has_invitation;
	enum result result;

	if (fields->sealed.len != SEALED_KEY_SIZE)
		return ERR_MALFORMED;
	grant->device = fields->device;
	result = strict_fixed_or_empty(fields->invitation, grant->invitation, KEY_SIZE,
				       &has_invitation);
	if (result != OK)
		return result;
	return has_invitation == (grant->device == 0) ? OK : ERR_MALFORMED;
}

enum result grants_decode(struct bytes message, struct arena *arena, struct grants *grants_out)
{
	ProtobufCMessage *decoded;
	const Wire__Grants *fields;
	struct grant *items;
	enum result result;
	size_t i;

	if (message.size > GRANTS_MAX_BYTES)
		return ERR_TOO_LARGE;
	result = strict_unpack(&wire__grants__descriptor, message, GRANTS_MAX_COUNT, arena,
			       &decoded);
	if (result != OK)
		return result;
	fields = (const Wire__Grants *)decoded;
	items = arena_alloc_array(arena, fields->n_grants, sizeof(*items));
	if (!items)
		return ERR_NO_MEMORY;
	for (i = 0; i < fields->n_grants && result == OK; i++)
		result = decode_grant(fields->grants[i], &items[i]);
	if (result == OK)
		*grants_out = (struct grants){items, fields->n_grants};
	return result;
}

static enum result decode_position(struct bytes bytes, struct arena *arena,
				   struct position *position)
{
	ProtobufCMessage *message;
	const Wire__Position *fields;
	bool has_previous;
	enum result result;

	result =
		strict_unpack(&wire__position__descriptor, bytes, POSITION_FIELDS, arena, &message);
	if (result != OK)
		return result;
	fields = (const Wire__Position *)message;
	if (fields->version != 1)
		return ERR_UNSUPPORTED;
	position->height = fields->height;
	position->time = fields->time;
	result = strict_fixed_or_empty(fields->previous, position->previous, HASH_SIZE,
				       &has_previous);
	if (result != OK)
		return result;
	if (has_previous != (fields->height != 0))
		return ERR_MALFORMED;
	return strict_fixed(fields->statement, position->statement, HASH_SIZE);
}

enum result entry_decode(struct bytes message, struct arena *arena, struct position *position_out,
			 struct bytes *position_bytes_out, struct bytes *signed_out)
{
	struct position position;
	ProtobufCMessage *decoded;
	const Wire__Entry *fields;
	struct bytes bytes;
	enum result result;

	result = strict_unpack(&wire__entry__descriptor, message, ENTRY_FIELDS, arena, &decoded);
	if (result != OK)
		return result;
	fields = (const Wire__Entry *)decoded;
	bytes = (struct bytes){fields->position.data, fields->position.len};
	result = decode_position(bytes, arena, &position);
	if (result != OK)
		return result;
	*position_out = position;
	*position_bytes_out = bytes;
	*signed_out = (struct bytes){fields->signed_.data, fields->signed_.len};
	return OK;
}

void position_encode(const struct position *position, struct buffer *out)
{
	Wire__Position fields = WIRE__POSITION__INIT;

	fields.version = 1;
	fields.height = position->height;
	fields.time = position->time;
	fields.statement = strict_binary(position->statement, HASH_SIZE);
	if (position->height != 0)
		fields.previous = strict_binary(position->previous, HASH_SIZE);
	strict_pack(&fields.base, out);
}

void entry_append_frame(struct buffer *out, struct bytes position, struct bytes signed_message)
{
	Wire__Entry fields = WIRE__ENTRY__INIT;

	fields.position = strict_binary(position.data, position.size);
	fields.signed_ = strict_binary(signed_message.data, signed_message.size);
	frame_append_head(out, FRAME_ENTRY, protobuf_c_message_get_packed_size(&fields.base));
	strict_pack(&fields.base, out);
}
