#include "wire/charter.h"

#include <string.h>

#include "charter.pb-c.h"
#include "wire/frame.h"
#include "wire/strict.h"

#define POSITION_FIELDS 5u
#define ENTRY_FIELDS 2u
#define STATEMENT_FIELDS 7u
/* Above every pool of repeated fields in a body. */
#define BODY_MAX_FIELDS 128u
#define ENACT_MAX_FIELDS (1u + STATEMENT_MAX_SEALED_KEYS + ENACT_MAX_CUTS)

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

static enum result decode_act(Wire__Act fields, enum act *act)
{
	if (fields < WIRE__ACT__ACT_ADMIT_PARTY || fields > WIRE__ACT__ACT_CLEAR_RECOVERY)
		return ERR_MALFORMED;
	*act = (enum act)fields;
	return OK;
}

static enum result decode_rules(Wire__Rule *const *fields, size_t count, struct arena *arena,
				struct rule_list *rules_out)
{
	struct rule *rules;
	enum result result = OK;
	size_t i;

	if (count > GENESIS_MAX_RULES)
		return ERR_TOO_LARGE;
	rules = arena_alloc_array(arena, count, sizeof(*rules));
	if (!rules)
		return ERR_NO_MEMORY;
	for (i = 0; i < count && result == OK; i++) {
		rules[i] = (struct rule){ACT_ADMIT_PARTY, fields[i]->parties, fields[i]->sectors,
					 fields[i]->notice_days};
		result = decode_act(fields[i]->act, &rules[i].act);
	}
	*rules_out = (struct rule_list){rules, count};
	return result;
}

static enum result decode_sectors(const uint32_t *sectors, size_t count,
				  struct sector_list *sectors_out)
{
	if (count > GENESIS_MAX_SECTORS)
		return ERR_TOO_LARGE;
	*sectors_out = (struct sector_list){sectors, count};
	return OK;
}

static enum result decode_genesis_lists(const Wire__Genesis *fields, struct arena *arena,
					struct genesis *genesis)
{
	struct founding_party *parties;
	enum result result = OK;
	size_t i;

	if (fields->n_parties > GENESIS_MAX_PARTIES)
		return ERR_TOO_LARGE;
	parties = arena_alloc_array(arena, fields->n_parties, sizeof(*parties));
	if (!parties)
		return ERR_NO_MEMORY;
	for (i = 0; i < fields->n_parties && result == OK; i++)
		result = decode_founding_party(fields->parties[i], &parties[i]);
	genesis->parties = parties;
	genesis->party_count = fields->n_parties;
	if (result == OK)
		result = decode_rules(fields->rules, fields->n_rules, arena, &genesis->rules);
	if (result == OK)
		result = decode_sectors(fields->sectors, fields->n_sectors, &genesis->sectors);
	return result;
}

static enum result decode_genesis(const ProtobufCMessage *message, struct arena *arena,
				  struct statement *statement)
{
	const Wire__Genesis *fields = (const Wire__Genesis *)message;
	uint8_t nonce[16];
	enum result result;

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
	invite->replaces = fields->replaces;
	invite->sealed_count = fields->n_keys;
	result = strict_fixed_or_empty(fields->person, invite->person, PERSON_ID_SIZE,
				       &invite->has_person);
	if (result != OK)
		return result;
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
	admit->replaces = fields->replaces;
	result = strict_fixed(fields->invitation, admit->invitation, KEY_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->person, admit->person, PERSON_ID_SIZE);
	if (result != OK)
		return result;
	return decode_keys(fields->device, &admit->device);
}

static enum result decode_remove_party(struct bytes subject, struct arena *arena, uint32_t *party)
{
	ProtobufCMessage *message;
	enum result result = strict_unpack(&wire__remove_party__descriptor, subject,
					   BODY_MAX_FIELDS, arena, &message);

	if (result == OK)
		*party = ((const Wire__RemoveParty *)message)->party;
	return result;
}

static enum result decode_set_rules(struct bytes subject, struct arena *arena,
				    struct rule_list *rules)
{
	ProtobufCMessage *message;
	const Wire__SetRules *fields;
	enum result result = strict_unpack(&wire__set_rules__descriptor, subject, BODY_MAX_FIELDS,
					   arena, &message);

	if (result != OK)
		return result;
	fields = (const Wire__SetRules *)message;
	return decode_rules(fields->rules, fields->n_rules, arena, rules);
}

static enum result decode_set_sectors(struct bytes subject, struct arena *arena,
				      struct sector_list *sectors)
{
	ProtobufCMessage *message;
	const Wire__SetSectors *fields;
	enum result result = strict_unpack(&wire__set_sectors__descriptor, subject, BODY_MAX_FIELDS,
					   arena, &message);

	if (result != OK)
		return result;
	fields = (const Wire__SetSectors *)message;
	return decode_sectors(fields->sectors, fields->n_sectors, sectors);
}

static enum result decode_rest_party(struct bytes subject, struct arena *arena, uint32_t *party)
{
	ProtobufCMessage *message;
	enum result result = strict_unpack(&wire__rest_party__descriptor, subject, BODY_MAX_FIELDS,
					   arena, &message);

	if (result == OK)
		*party = ((const Wire__RestParty *)message)->party;
	return result;
}

static enum result decode_move_server(struct bytes subject, struct arena *arena,
				      struct move_server *move)
{
	ProtobufCMessage *message;
	const Wire__MoveServer *fields;
	enum result result = strict_unpack(&wire__move_server__descriptor, subject, BODY_MAX_FIELDS,
					   arena, &message);

	if (result != OK)
		return result;
	fields = (const Wire__MoveServer *)message;
	move->address = (struct bytes){fields->address.data, fields->address.len};
	return strict_fixed(fields->server_key, move->server_key, KEY_SIZE);
}

static enum result decode_end_devices(struct bytes subject, struct arena *arena,
				      struct end_devices *ending)
{
	ProtobufCMessage *message;
	const Wire__EndDevices *fields;
	enum result result = strict_unpack(&wire__end_devices__descriptor, subject, BODY_MAX_FIELDS,
					   arena, &message);

	if (result != OK)
		return result;
	fields = (const Wire__EndDevices *)message;
	ending->device = fields->device;
	return strict_fixed(fields->person, ending->person, PERSON_ID_SIZE);
}

static enum result decode_set_signers(struct bytes subject, struct arena *arena, uint32_t *rule)
{
	ProtobufCMessage *message;
	enum result result = strict_unpack(&wire__set_signers__descriptor, subject, BODY_MAX_FIELDS,
					   arena, &message);

	if (result == OK)
		*rule = ((const Wire__SetSigners *)message)->signer_rule;
	return result;
}

static enum result decode_clear_recovery(struct bytes subject, struct arena *arena, uint8_t *person)
{
	ProtobufCMessage *message;
	enum result result = strict_unpack(&wire__clear_recovery__descriptor, subject,
					   BODY_MAX_FIELDS, arena, &message);

	if (result != OK)
		return result;
	return strict_fixed(((const Wire__ClearRecovery *)message)->person, person, PERSON_ID_SIZE);
}

/* A subject that says nothing beyond its act. */
static enum result decode_empty(const ProtobufCMessageDescriptor *descriptor, struct bytes subject,
				struct arena *arena)
{
	ProtobufCMessage *message;

	return strict_unpack(descriptor, subject, BODY_MAX_FIELDS, arena, &message);
}

static enum result decode_subject(struct propose *propose, struct arena *arena)
{
	struct bytes subject = propose->subject;

	switch (propose->act) {
	case ACT_ADMIT_PARTY:
	case ACT_REPLACE_PARTY:
		return decode_admit_party(subject, arena, &propose->admit);
	case ACT_REMOVE_PARTY:
		return decode_remove_party(subject, arena, &propose->party);
	case ACT_REST_PARTY:
		return decode_rest_party(subject, arena, &propose->party);
	case ACT_SET_RULES:
		return decode_set_rules(subject, arena, &propose->rules);
	case ACT_SET_SECTORS:
		return decode_set_sectors(subject, arena, &propose->sectors);
	case ACT_MOVE_SERVER:
		return decode_move_server(subject, arena, &propose->move);
	case ACT_CLOSE:
		return decode_empty(&wire__close__descriptor, subject, arena);
	case ACT_END_DEVICES:
		return decode_end_devices(subject, arena, &propose->ending);
	case ACT_SET_SIGNERS:
		return decode_set_signers(subject, arena, &propose->signer_rule);
	case ACT_LEAVE:
		return decode_empty(&wire__leave__descriptor, subject, arena);
	case ACT_CLEAR_RECOVERY:
		return decode_clear_recovery(subject, arena, propose->person);
	}
	return ERR_MALFORMED;
}

static enum result decode_propose(const ProtobufCMessage *message, struct arena *arena,
				  struct statement *statement)
{
	const Wire__Propose *fields = (const Wire__Propose *)message;
	struct propose *propose = &statement->propose;
	enum result result = decode_act(fields->act, &propose->act);

	if (result != OK)
		return result;
	propose->subject = (struct bytes){fields->subject.data, fields->subject.len};
	propose->expires = fields->expires;
	return decode_subject(propose, arena);
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

static enum result decode_cut(const Wire__Cut *fields, struct cut *cut)
{
	bool has_hash;
	enum result result;

	if (!fields)
		return ERR_MALFORMED;
	cut->device = fields->device;
	cut->seq = fields->seq;
	result = strict_fixed_or_empty(fields->core_hash, cut->core_hash, HASH_SIZE, &has_hash);
	if (result != OK)
		return result;
	return has_hash == (cut->seq != 0) ? OK : ERR_MALFORMED;
}

static enum result decode_cuts(Wire__Cut *const *fields, size_t count, struct arena *arena,
			       const struct cut **cuts_out)
{
	struct cut *cuts;
	enum result result = OK;
	size_t i;

	if (count > ENACT_MAX_CUTS)
		return ERR_TOO_LARGE;
	cuts = arena_alloc_array(arena, count, sizeof(*cuts));
	if (!cuts)
		return ERR_NO_MEMORY;
	for (i = 0; i < count && result == OK; i++)
		result = decode_cut(fields[i], &cuts[i]);
	*cuts_out = cuts;
	return result;
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
	result = decode_sealed_keys(fields->keys, fields->n_keys, arena, &statement->enact.sealed);
	if (result != OK)
		return result;
	statement->enact.cut_count = fields->n_cuts;
	return decode_cuts(fields->cuts, fields->n_cuts, arena, &statement->enact.cuts);
}

static enum result decode_extra(Wire__Wrap *const *fields, size_t count, struct arena *arena,
				struct rekey *rekey)
{
	struct wrap *extra;
	enum result result = OK;
	size_t i;

	if (count > STATEMENT_MAX_EXTRA_WRAPS)
		return ERR_TOO_LARGE;
	extra = arena_alloc_array(arena, count, sizeof(*extra));
	if (!extra)
		return ERR_NO_MEMORY;
	for (i = 0; i < count && result == OK; i++) {
		result = fields[i]->wrapped.len == WRAPPED_KEY_SIZE ? OK : ERR_MALFORMED;
		if (result == OK)
			result = strict_fixed(fields[i]->epoch, extra[i].epoch, HASH_SIZE);
	}
	rekey->extra = extra;
	rekey->extra_count = count;
	return result;
}

static enum result decode_rekey(const ProtobufCMessage *message, struct arena *arena,
				struct statement *statement)
{
	const Wire__Rekey *fields = (const Wire__Rekey *)message;
	struct rekey *rekey = &statement->rekey;
	enum result result;

	if (fields->wrapped.len != 0 && fields->wrapped.len != WRAPPED_KEY_SIZE)
		return ERR_MALFORMED;
	rekey->room = fields->room;
	rekey->has_wrapped = fields->wrapped.len != 0;
	result = strict_fixed_or_empty(fields->previous_epoch, rekey->previous_epoch, HASH_SIZE,
				       &rekey->has_previous);
	if (result != OK)
		return result;
	result = strict_fixed(fields->commitment, rekey->commitment, HASH_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->grants, rekey->grants, HASH_SIZE);
	if (result != OK)
		return result;
	return decode_extra(fields->extra, fields->n_extra, arena, rekey);
}

static enum result decode_retire(const ProtobufCMessage *message, struct arena *arena,
				 struct statement *statement)
{
	const Wire__Retire *fields = (const Wire__Retire *)message;

	(void)arena;
	return decode_cut(fields->cut, &statement->retire.cut);
}

static enum result decode_object(const ProtobufCMessage *message, struct arena *arena,
				 struct statement *statement)
{
	const Wire__Object *fields = (const Wire__Object *)message;
	uint8_t epoch[HASH_SIZE];
	bool has_epoch;
	enum result result;

	(void)arena;
	if (fields->reason.len > OBJECT_MAX_REASON_BYTES)
		return ERR_TOO_LARGE;
	result = strict_fixed(fields->proposal, statement->object.proposal, HASH_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed_or_empty(fields->epoch, epoch, HASH_SIZE, &has_epoch);
	if (result != OK)
		return result;
	return has_epoch == (fields->reason.len > 0) ? OK : ERR_MALFORMED;
}

static enum result decode_withdraw(const ProtobufCMessage *message, struct arena *arena,
				   struct statement *statement)
{
	const Wire__Withdraw *fields = (const Wire__Withdraw *)message;

	(void)arena;
	return strict_fixed(fields->statement, statement->withdraw.statement, HASH_SIZE);
}

static enum result decode_revoke(const ProtobufCMessage *message, struct arena *arena,
				 struct statement *statement)
{
	const Wire__Revoke *fields = (const Wire__Revoke *)message;

	(void)arena;
	return strict_fixed(fields->invitation, statement->revoke.invitation, KEY_SIZE);
}

static enum result decode_set_recovery(const ProtobufCMessage *message, struct arena *arena,
				       struct statement *statement)
{
	const Wire__SetRecovery *fields = (const Wire__SetRecovery *)message;
	struct set_recovery *recovery = &statement->set_recovery;
	enum result result;

	recovery->sealed_count = fields->n_keys;
	result = strict_fixed(fields->sign_key, recovery->keys.sign_key, KEY_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->box_key, recovery->keys.box_key, KEY_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->tag, recovery->tag, RECOVERY_TAG_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed_or_empty(fields->replaces, recovery->replaces, KEY_SIZE,
				       &recovery->has_replaced);
	if (result != OK)
		return result;
	return decode_sealed_keys(fields->keys, fields->n_keys, arena, &recovery->sealed);
}

static enum result decode_recover(const ProtobufCMessage *message, struct arena *arena,
				  struct statement *statement)
{
	const Wire__Recover *fields = (const Wire__Recover *)message;
	enum result result;

	(void)arena;
	result = strict_fixed(fields->recovery, statement->recover.recovery, KEY_SIZE);
	if (result != OK)
		return result;
	return decode_keys(fields->device, &statement->recover.device);
}

static enum result decode_wake(const ProtobufCMessage *message, struct arena *arena,
			       struct statement *statement)
{
	const Wire__Wake *fields = (const Wire__Wake *)message;

	(void)arena;
	if (fields->n_accepts > WAKE_MAX_ACCEPTS)
		return ERR_TOO_LARGE;
	statement->wake = (struct wake){fields->accepts, fields->n_accepts};
	return OK;
}

static enum result decode_bad_rekey(const ProtobufCMessage *message, struct arena *arena,
				    struct statement *statement)
{
	const Wire__BadRekey *fields = (const Wire__BadRekey *)message;

	(void)arena;
	statement->bad_rekey.room = fields->room;
	return strict_fixed(fields->epoch, statement->bad_rekey.epoch, HASH_SIZE);
}

typedef enum result decode_body(const ProtobufCMessage *message, struct arena *arena,
				struct statement *statement);

/* By statement type; the row of number 0 is no type. */
static const struct {
	const ProtobufCMessageDescriptor *descriptor;
	decode_body *decode;
	size_t max_fields;
} BODIES[] = {
	{NULL, NULL, 0},
	{&wire__genesis__descriptor, decode_genesis, BODY_MAX_FIELDS},
	{&wire__invite__descriptor, decode_invite, BODY_MAX_FIELDS},
	{&wire__join__descriptor, decode_join, BODY_MAX_FIELDS},
	{&wire__confirm__descriptor, decode_confirm, BODY_MAX_FIELDS},
	{&wire__propose__descriptor, decode_propose, BODY_MAX_FIELDS},
	{&wire__consent__descriptor, decode_consent, BODY_MAX_FIELDS},
	{&wire__enact__descriptor, decode_enact, ENACT_MAX_FIELDS},
	{&wire__rekey__descriptor, decode_rekey, BODY_MAX_FIELDS},
	{&wire__retire__descriptor, decode_retire, BODY_MAX_FIELDS},
	{&wire__object__descriptor, decode_object, BODY_MAX_FIELDS},
	{&wire__withdraw__descriptor, decode_withdraw, BODY_MAX_FIELDS},
	{&wire__revoke__descriptor, decode_revoke, BODY_MAX_FIELDS},
	{&wire__set_recovery__descriptor, decode_set_recovery, BODY_MAX_FIELDS},
	{&wire__recover__descriptor, decode_recover, BODY_MAX_FIELDS},
	{&wire__wake__descriptor, decode_wake, BODY_MAX_FIELDS},
	{&wire__bad_rekey__descriptor, decode_bad_rekey, BODY_MAX_FIELDS},
};

static enum result decode_typed_body(const Wire__Statement *fields, struct arena *arena,
				     struct statement *statement)
{
	struct bytes body = {fields->body.data, fields->body.len};
	ProtobufCMessage *message;
	enum result result;

	if (fields->type < WIRE__STATEMENT_TYPE__STATEMENT_GENESIS ||
	    fields->type > WIRE__STATEMENT_TYPE__STATEMENT_BAD_REKEY)
		return ERR_MALFORMED;
	statement->type = (enum statement_type)fields->type;
	result = strict_unpack(BODIES[statement->type].descriptor, body,
			       BODIES[statement->type].max_fields, arena, &message);
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
	statement->device = fields->device;
	statement->counter = fields->counter;
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
	bool has_holder;
	enum result result;

	if (fields->sealed.len != SEALED_KEY_SIZE)
		return ERR_MALFORMED;
	grant->device = fields->device;
	result = strict_fixed_or_empty(fields->holder, grant->holder, KEY_SIZE, &has_holder);
	if (result != OK)
		return result;
	return has_holder == (grant->device == 0) ? OK : ERR_MALFORMED;
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
