#include "core/charter.h"

#include <string.h>

#include "core/charter_decide.h"

/* What is said before there is a device to say it (CHARTER4). */
static bool is_newcomers(const struct statement *statement)
{
	return statement->type == STATEMENT_GENESIS || statement->type == STATEMENT_JOIN ||
	       statement->type == STATEMENT_RECOVER ||
	       (statement->type == STATEMENT_PROPOSE &&
		charter_brings_party(statement->propose.act));
}

static bool is_author_well_formed(const struct statement *statement)
{
	bool is_newcomer = is_newcomers(statement);

	if ((statement->counter == 0) != (statement->device == 0))
		return false;
	if (statement->device == 0)
		return is_newcomer || statement->type == STATEMENT_ENACT;
	return !is_newcomer;
}

static enum result member_signers(const struct charter *charter, const struct statement *statement,
				  const uint8_t *keys_out[], size_t *count)
{
	const struct charter_device *device = charter_device_at(charter, statement->device);

	if (!device)
		return ERR_UNAUTHORIZED;
	if (device->is_ended)
		return ERR_ENDED;
	keys_out[(*count)++] = device->keys.sign_key;
	if (statement->type != STATEMENT_SET_RECOVERY)
		return OK;
	keys_out[(*count)++] = statement->set_recovery.keys.sign_key;
	if (statement->set_recovery.has_replaced)
		keys_out[(*count)++] = statement->set_recovery.replaces;
	return OK;
}

/* Whoever has no number yet signs with the keys that the statement itself names. */
static void newcomer_signers(const struct statement *statement, const uint8_t *keys_out[],
			     size_t *count)
{
	size_t i;

	switch (statement->type) {
	case STATEMENT_GENESIS:
		for (i = 0; i < statement->genesis.party_count; i++)
			keys_out[(*count)++] = statement->genesis.parties[i].device.sign_key;
		break;
	case STATEMENT_JOIN:
		keys_out[(*count)++] = statement->join.invitation;
		keys_out[(*count)++] = statement->join.device.sign_key;
		break;
	case STATEMENT_PROPOSE:
		keys_out[(*count)++] = statement->propose.admit.invitation;
		keys_out[(*count)++] = statement->propose.admit.device.sign_key;
		break;
	case STATEMENT_RECOVER:
		keys_out[(*count)++] = statement->recover.recovery;
		keys_out[(*count)++] = statement->recover.device.sign_key;
		break;
	default: /* the server's enact: nobody's signature is needed */
		break;
	}
}

enum result charter_signers(const struct charter *charter, const struct statement *statement,
			    const uint8_t *keys_out[STATEMENT_MAX_SIGNATURES], size_t *count_out)
{
	size_t count = 0;
	enum result result = OK;

	if (!is_author_well_formed(statement))
		return ERR_MALFORMED;
	/* Each of them signs, and there is room for so many. */
	if (statement->type == STATEMENT_GENESIS &&
	    statement->genesis.party_count > GENESIS_MAX_PARTIES)
		return ERR_MALFORMED;
	if (statement->device != 0)
		result = member_signers(charter, statement, keys_out, &count);
	else
		newcomer_signers(statement, keys_out, &count);
	if (result == OK)
		*count_out = count;
	return result;
}

/* Takes what a genesis says into an empty charter; parties follow one by one,
 * so that each is compared with those before it. */
static enum result take_founding_party(struct charter *charter,
				       const struct founding_party *founder)
{
	struct charter_party *party;
	uint32_t number, person;

	if (!charter_has_sector(charter, founder->sector) || founder->signer_rule == 0 ||
	    founder->signer_rule > CHARTER_MAX_SIGNER_RULE ||
	    !charter_are_keys_new(charter, &founder->device) ||
	    !charter_is_person_new(charter, founder->person))
		return ERR_MALFORMED;
	party = charter_push(charter, LIST_PARTIES);
	party->sector = founder->sector;
	party->signer_rule = founder->signer_rule;
	number = charter_party_count(charter);
	person = charter_add_person(charter, founder->person, number, true);
	charter_add_device(charter, &founder->device, number, person);
	return OK;
}

/* The charter is empty: what a refusal leaves behind is emptied again. */
static void forget_founders(struct charter *charter)
{
	charter_truncate(charter, LIST_PARTIES, 0);
	charter_truncate(charter, LIST_PERSONS, 0);
	charter_truncate(charter, LIST_DEVICES, 0);
	charter->sectors.count = 0;
}

enum result charter_apply_genesis(struct charter *charter, const struct charter_entry *entry)
{
	const struct genesis *genesis = &entry->statement->genesis;
	enum result result = OK;
	size_t i;

	if (genesis->party_count == 0 || !charter_are_sectors_sound(&genesis->sectors) ||
	    !charter_are_rules_sound(&genesis->rules))
		return ERR_MALFORMED;
	charter_copy_sectors(&charter->sectors, &genesis->sectors);
	for (i = 0; i < genesis->party_count && result == OK; i++)
		result = take_founding_party(charter, &genesis->parties[i]);
	if (result != OK) {
		forget_founders(charter);
		return result;
	}
	charter_copy_rules(&charter->rules, &genesis->rules);
	memcpy(charter->space, entry->space, HASH_SIZE);
	memcpy(charter->server.key, genesis->server_key, KEY_SIZE);
	memcpy(charter->constitution, entry->entry_hash, HASH_SIZE);
	return OK;
}

/* CHARTER1 and CHARTER2. */
static enum result check_place(const struct charter *charter, const struct charter_entry *entry)
{
	const struct position *position = &entry->position;
	bool is_first = charter_size(charter) == 0;

	if (is_first != (entry->statement->type == STATEMENT_GENESIS))
		return ERR_MALFORMED;
	if (!is_first && memcmp(entry->statement->space, charter->space, HASH_SIZE) != 0)
		return ERR_MALFORMED;
	if (position->height != charter_size(charter) || position->time < charter->time)
		return ERR_CONFLICT;
	if (!is_first && memcmp(position->previous, charter->head, HASH_SIZE) != 0)
		return ERR_CONFLICT;
	if (memcmp(position->statement, entry->statement_hash, HASH_SIZE) != 0)
		return ERR_MALFORMED;
	return OK;
}

/* CHARTER4: what a device says before anybody has seen that it is there. It stops what would be
 * done to its person, and nothing of the plan's. */
static bool may_say_on_trial(const struct charter *charter, const struct statement *statement,
			     uint64_t time)
{
	switch (statement->type) {
	case STATEMENT_REKEY:
	case STATEMENT_BAD_REKEY:
	case STATEMENT_ENACT:
		return true;
	case STATEMENT_OBJECT:
	case STATEMENT_WITHDRAW:
		return charter_is_about_own_act(charter, statement, time);
	case STATEMENT_RETIRE:
		return statement->retire.cut.device == statement->device;
	default:
		return false;
	}
}

/* CHARTER3 and CHARTER4. */
static enum result check_author(const struct charter *charter, const struct charter_entry *entry)
{
	const struct statement *statement = entry->statement;
	const uint8_t *keys[STATEMENT_MAX_SIGNATURES];
	const struct charter_device *author;
	size_t count;
	enum result result;

	result = charter_signers(charter, statement, keys, &count);
	if (result != OK)
		return result;
	if (!entry->is_signed)
		return ERR_SIGNATURE;
	if (statement->device == 0)
		return OK;
	author = charter_device_at(charter, statement->device);
	if (statement->counter <= author->counter)
		return ERR_CONFLICT;
	return author->trial_until <= entry->position.time ||
			       may_say_on_trial(charter, statement, entry->position.time)
		       ? OK
		       : ERR_FORBIDDEN;
}

/* Takes down that the entry was said, and by whom: a party that rests is one that nobody has
 * heard of (CHARTER21). */
static void take_down(struct charter *charter, const struct charter_entry *entry)
{
	const struct statement *statement = entry->statement;
	uint32_t device = statement->device;
	struct charter_entry_hash *hash;

	if (device != 0)
		charter_change_device(charter, device)->counter = statement->counter;
	else if (statement->type == STATEMENT_JOIN || statement->type == STATEMENT_RECOVER)
		device = charter_device_count(charter);
	if (device != 0)
		charter_change_party(charter, charter_device_at(charter, device)->party)
			->heard_height = entry->position.height;
	hash = charter_push(charter, LIST_ENTRIES);
	memcpy(hash->bytes, entry->entry_hash, HASH_SIZE);
	memcpy(charter->head, entry->entry_hash, HASH_SIZE);
	charter->time = entry->position.time;
}

/* CHARTER33: whoever lost his devices goes on reading what was agreed, and who has them does not.
 */
static bool may_say_when_closed(const struct statement *statement)
{
	return statement->type == STATEMENT_RECOVER || statement->type == STATEMENT_RETIRE;
}

static charter_rule_function *const RULES[] = {
	[STATEMENT_GENESIS] = charter_apply_genesis,
	[STATEMENT_INVITE] = charter_apply_invite,
	[STATEMENT_JOIN] = charter_apply_join,
	[STATEMENT_CONFIRM] = charter_apply_confirm,
	[STATEMENT_PROPOSE] = charter_apply_propose,
	[STATEMENT_CONSENT] = charter_apply_consent,
	[STATEMENT_ENACT] = charter_apply_enact,
	[STATEMENT_REKEY] = charter_apply_rekey,
	[STATEMENT_RETIRE] = charter_apply_retire,
	[STATEMENT_OBJECT] = charter_apply_object,
	[STATEMENT_WITHDRAW] = charter_apply_withdraw,
	[STATEMENT_REVOKE] = charter_apply_revoke,
	[STATEMENT_SET_RECOVERY] = charter_apply_set_recovery,
	[STATEMENT_RECOVER] = charter_apply_recover,
	[STATEMENT_WAKE] = charter_apply_wake,
	[STATEMENT_BAD_REKEY] = charter_apply_bad_rekey,
};

enum result charter_apply(struct charter *charter, const struct charter_entry *entry)
{
	enum result result;

	result = check_place(charter, entry);
	if (result != OK)
		return result;
	if (charter->is_closed && !may_say_when_closed(entry->statement))
		return ERR_ENDED;
	result = check_author(charter, entry);
	if (result != OK)
		return result;
	result = RULES[entry->statement->type](charter, entry);
	if (result == OK && !charter->is_spoilt)
		take_down(charter, entry);
	if (result != OK)
		return result;
	return charter->is_spoilt ? ERR_NO_MEMORY : OK;
}
