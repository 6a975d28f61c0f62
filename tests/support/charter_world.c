#include "support/charter_world.h"

#include <stdlib.h>
#include <string.h>

#include "core/charter_state.h"
#include "support/check.h"

void world_make_id(struct world *world, uint8_t *out, size_t size)
{
	memset(out, 0, size);
	world->next_id++;
	memcpy(out, &world->next_id, sizeof(world->next_id));
}

void world_make_keys(struct world *world, struct device_keys *keys)
{
	world_make_id(world, keys->sign_key, KEY_SIZE);
	world_make_id(world, keys->box_key, KEY_SIZE);
}

static int compare_grants(const void *a, const void *b)
{
	return memcmp(((const struct grant *)a)->holder, ((const struct grant *)b)->holder,
		      KEY_SIZE);
}

/* Everybody whom a rekey must name, apart from invitations. */
static size_t fill_grants(const struct charter *charter, struct grant *items)
{
	size_t count = 0, devices;

	for (uint32_t i = 1; i <= charter_device_count(charter); i++) {
		if (!charter_device(charter, i)->is_ended)
			items[count++].device = i;
	}
	devices = count;
	for (uint32_t i = 1; i <= charter_recovery_count(charter); i++) {
		const struct charter_recovery *recovery = charter_recovery_at(charter, i);

		if (!recovery->is_over)
			memcpy(items[count++].holder, recovery->keys.sign_key, KEY_SIZE);
	}
	qsort(items + devices, count - devices, sizeof(*items), compare_grants);
	return count;
}

/* PURE1 where there was no memory: what was tried is spoilt, and what it was a copy of is as it
 * was. */
static enum result apply_entry(struct world *world, const struct charter_entry *entry)
{
	struct charter *copy = NULL;
	enum result result;

	if (!world->tries_again)
		return charter_apply(world->charter, entry);
	for (;;) {
		result = charter_clone(world->charter, &copy);
		if (result == OK)
			result = charter_apply(copy, entry);
		if (result != ERR_NO_MEMORY)
			break;
		world->no_memory_count++;
		charter_free(&copy);
	}
	charter_free(&world->charter);
	world->charter = copy;
	return result;
}

enum result world_apply(struct world *world, struct statement *statement)
{
	static struct grant grants[GRANTS_MAX_COUNT];
	struct charter_entry entry = {.statement = statement,
				      .is_signed = true,
				      .cuts_fit = true,
				      .is_silent = !world->is_noisy};

	if (charter_size(world->charter) > 0)
		memcpy(statement->space, charter_space(world->charter), HASH_SIZE);
	if (statement->device != 0)
		statement->counter = ++world->counters[statement->device];
	if (statement->type == STATEMENT_REKEY) {
		memset(grants, 0, sizeof(grants));
		entry.grants = (struct grants){grants, fill_grants(world->charter, grants)};
	}
	entry.position.height = charter_size(world->charter);
	entry.position.time = world->time;
	memcpy(entry.position.previous, charter_head(world->charter), HASH_SIZE);
	world_make_id(world, entry.statement_hash, HASH_SIZE);
	world_make_id(world, entry.entry_hash, HASH_SIZE);
	if (statement->type == STATEMENT_PROPOSE) {
		if (!world->repeats_subject)
			world_make_id(world, world->subject, HASH_SIZE);
		memcpy(entry.subject_hash, world->subject, HASH_SIZE);
	}
	memcpy(entry.position.statement, entry.statement_hash, HASH_SIZE);
	memcpy(world->last_hash, entry.statement_hash, HASH_SIZE);
	return apply_entry(world, &entry);
}

void world_found(struct world *world, size_t count, uint32_t signer_rule)
{
	static const uint32_t sectors[] = {1, 2, 3};
	static const struct rule rules[] = {{ACT_ADMIT_PARTY, 1, 1, CHARTER_MIN_NOTICE_DAYS}};
	struct founding_party parties[GENESIS_MAX_PARTIES] = {0};
	struct statement statement = {.type = STATEMENT_GENESIS};

	memset(world, 0, sizeof(*world));
	world->tries_again = true;
	world->time = WORLD_START_TIME;
	CHECK_OK(charter_new(&world->charter));
	for (size_t i = 0; i < count; i++) {
		parties[i].sector = sectors[i % 2];
		parties[i].signer_rule = signer_rule;
		world_make_id(world, parties[i].person, PERSON_ID_SIZE);
		memcpy(world->persons[i + 1], parties[i].person, PERSON_ID_SIZE);
		world_make_keys(world, &parties[i].device);
	}
	statement.genesis.sectors = (struct sector_list){sectors, 3};
	statement.genesis.rules = (struct rule_list){rules, 1};
	statement.genesis.parties = parties;
	statement.genesis.party_count = count;
	CHECK_OK(world_apply(world, &statement));
}

void world_close(struct world *world)
{
	charter_free(&world->charter);
}

/* The current key, sealed to this box key; none where there is none. */
static size_t carry_key(const struct world *world, const struct device_keys *keys,
			struct sealed_key *sealed)
{
	const uint8_t *epoch = charter_epoch(world->charter, 0);

	memset(sealed, 0, sizeof(*sealed));
	memcpy(sealed->box_key, keys->box_key, KEY_SIZE);
	if (epoch != NULL)
		memcpy(sealed->epoch, epoch, HASH_SIZE);
	return epoch != NULL;
}

enum result world_invite(struct world *world, uint32_t author, uint32_t party,
			 struct device_keys *keys_out)
{
	struct statement statement = {.type = STATEMENT_INVITE, .device = author};
	struct sealed_key sealed;

	world_make_keys(world, &statement.invite.keys);
	*keys_out = statement.invite.keys;
	statement.invite.party = party;
	statement.invite.sector = party == 0 ? 1 : 0;
	statement.invite.expires = world->time + CHARTER_INVITATION_SECONDS;
	statement.invite.sealed = &sealed;
	if (party != 0)
		statement.invite.sealed_count = carry_key(world, keys_out, &sealed);
	return world_apply(world, &statement);
}

enum result world_invite_further(struct world *world, uint32_t author, struct device_keys *keys_out)
{
	const struct charter_device *device = charter_device(world->charter, author);
	struct statement statement = {.type = STATEMENT_INVITE, .device = author};
	struct sealed_key sealed;

	world_make_keys(world, &statement.invite.keys);
	*keys_out = statement.invite.keys;
	statement.invite.party = device->party;
	statement.invite.has_person = true;
	memcpy(statement.invite.person, world->persons[author], PERSON_ID_SIZE);
	statement.invite.expires = world->time + CHARTER_FURTHER_DEVICE_SECONDS;
	statement.invite.sealed = &sealed;
	statement.invite.sealed_count = carry_key(world, keys_out, &sealed);
	return world_apply(world, &statement);
}

enum result world_join(struct world *world, const struct device_keys *invitation)
{
	struct statement statement = {.type = STATEMENT_JOIN};
	uint32_t next = charter_device_count(world->charter) + 1;
	const struct charter_invitation *invited =
		charter_invitation(world->charter, invitation->sign_key);

	memcpy(statement.join.invitation, invitation->sign_key, KEY_SIZE);
	world_make_id(world, statement.join.person, PERSON_ID_SIZE);
	for (uint32_t i = 1; i < next && invited != NULL && invited->person != 0; i++) {
		if (charter_device(world->charter, i)->person == invited->person)
			memcpy(statement.join.person, world->persons[i], PERSON_ID_SIZE);
	}
	world_make_keys(world, &statement.join.device);
	memcpy(world->persons[next], statement.join.person, PERSON_ID_SIZE);
	return world_apply(world, &statement);
}

uint32_t world_bring(struct world *world, uint32_t author)
{
	struct device_keys keys;

	CHECK_OK(world_invite(world, author, charter_device(world->charter, author)->party, &keys));
	CHECK_OK(world_join(world, &keys));
	return charter_device_count(world->charter);
}

enum result world_confirm(struct world *world, uint32_t author, uint32_t device)
{
	struct statement statement = {.type = STATEMENT_CONFIRM, .device = author};

	memcpy(statement.confirm.person, world->persons[device], PERSON_ID_SIZE);
	return world_apply(world, &statement);
}

enum result world_retire(struct world *world, uint32_t author, uint32_t device)
{
	struct statement statement = {.type = STATEMENT_RETIRE, .device = author};

	statement.retire.cut.device = device;
	return world_apply(world, &statement);
}

enum result world_rekey(struct world *world, uint32_t author)
{
	struct statement statement = {.type = STATEMENT_REKEY, .device = author};
	const uint8_t *epoch = charter_epoch(world->charter, 0);

	memcpy(statement.charter_head, charter_head(world->charter), HASH_SIZE);
	statement.rekey.has_previous = statement.rekey.has_wrapped = epoch != NULL;
	if (epoch != NULL)
		memcpy(statement.rekey.previous_epoch, epoch, HASH_SIZE);
	return world_apply(world, &statement);
}

enum result world_report(struct world *world, uint32_t author)
{
	struct statement statement = {.type = STATEMENT_BAD_REKEY, .device = author};

	memcpy(statement.bad_rekey.epoch, charter_epoch(world->charter, 0), HASH_SIZE);
	return world_apply(world, &statement);
}

enum result world_propose_entrance(struct world *world, uint32_t author, uint32_t replaces)
{
	struct statement invite = {.type = STATEMENT_INVITE, .device = author};
	struct statement statement = {.type = STATEMENT_PROPOSE};
	struct admit_party *admit = &statement.propose.admit;
	enum result result;

	world_make_keys(world, &invite.invite.keys);
	invite.invite.sector = replaces == 0 ? 1 : (replaces - 1) % 2 + 1;
	if (replaces == 0 && world->newcomers_sector != 0)
		invite.invite.sector = world->newcomers_sector;
	invite.invite.replaces = replaces;
	invite.invite.expires = world->time + CHARTER_INVITATION_SECONDS;
	CHECK_OK(world_apply(world, &invite));
	statement.propose.act = replaces == 0 ? ACT_ADMIT_PARTY : ACT_REPLACE_PARTY;
	statement.propose.expires = world->time + CHARTER_PROPOSAL_SECONDS;
	memcpy(admit->invitation, invite.invite.keys.sign_key, KEY_SIZE);
	admit->sector = invite.invite.sector;
	admit->signer_rule = world->newcomers_rule == 0 ? 1 : world->newcomers_rule;
	admit->replaces = replaces;
	world_make_id(world, admit->person, PERSON_ID_SIZE);
	memcpy(world->newcomer, admit->person, PERSON_ID_SIZE);
	world_make_keys(world, &admit->device);
	result = world_apply(world, &statement);
	memcpy(world->proposal, world->last_hash, HASH_SIZE);
	return result;
}

enum result world_propose(struct world *world, uint32_t author, struct propose propose)
{
	struct statement statement = {.type = STATEMENT_PROPOSE, .device = author};
	enum result result;

	statement.propose = propose;
	statement.propose.expires = world->time + CHARTER_PROPOSAL_SECONDS;
	result = world_apply(world, &statement);
	memcpy(world->proposal, world->last_hash, HASH_SIZE);
	return result;
}

enum result world_propose_end(struct world *world, uint32_t author, uint32_t of, uint32_t device)
{
	struct propose propose = {.act = ACT_END_DEVICES};

	memcpy(propose.ending.person, world->persons[of], PERSON_ID_SIZE);
	propose.ending.device = device;
	return world_propose(world, author, propose);
}

enum result world_consent(struct world *world, uint32_t author)
{
	struct statement statement = {.type = STATEMENT_CONSENT, .device = author};
	struct consent *consent = &statement.consent;

	memcpy(consent->proposal, world->proposal, HASH_SIZE);
	memcpy(consent->subject, world->subject, HASH_SIZE);
	memcpy(consent->constitution, charter_constitution(world->charter), HASH_SIZE);
	consent->expires = world->time + CHARTER_PROPOSAL_SECONDS;
	return world_apply(world, &statement);
}

enum result world_object(struct world *world, uint32_t author)
{
	struct statement statement = {.type = STATEMENT_OBJECT, .device = author};

	memcpy(statement.object.proposal, world->proposal, HASH_SIZE);
	return world_apply(world, &statement);
}

enum result world_withdraw(struct world *world, uint32_t author, const uint8_t named[HASH_SIZE])
{
	struct statement statement = {.type = STATEMENT_WITHDRAW, .device = author};

	memcpy(statement.withdraw.statement, named, HASH_SIZE);
	return world_apply(world, &statement);
}

enum result world_enact(struct world *world, const uint32_t *devices, size_t count)
{
	struct statement statement = {.type = STATEMENT_ENACT};
	struct cut cuts[8] = {0};

	for (size_t i = 0; i < count; i++)
		cuts[i].device = devices[i];
	memcpy(statement.enact.proposal, world->proposal, HASH_SIZE);
	statement.enact.cuts = cuts;
	statement.enact.cut_count = count;
	return world_apply(world, &statement);
}

enum result world_wake(struct world *world, uint32_t author, const uint32_t *accepts, size_t count)
{
	struct statement statement = {.type = STATEMENT_WAKE, .device = author};

	statement.wake = (struct wake){accepts, count};
	return world_apply(world, &statement);
}

enum result world_set_recovery(struct world *world, uint32_t author, const uint8_t *replaces,
			       struct device_keys *keys_out)
{
	struct statement statement = {.type = STATEMENT_SET_RECOVERY, .device = author};
	struct set_recovery *set = &statement.set_recovery;
	struct sealed_key sealed;

	set->has_replaced = replaces != NULL;
	if (replaces != NULL)
		memcpy(set->replaces, replaces, KEY_SIZE);
	world_make_keys(world, &set->keys);
	*keys_out = set->keys;
	set->sealed = &sealed;
	set->sealed_count = carry_key(world, keys_out, &sealed);
	return world_apply(world, &statement);
}

enum result world_recover(struct world *world, const struct device_keys *recovery)
{
	struct statement statement = {.type = STATEMENT_RECOVER};
	uint32_t next = charter_device_count(world->charter) + 1;

	const struct charter_recovery *known = charter_recovery(world->charter, recovery->sign_key);

	memcpy(statement.recover.recovery, recovery->sign_key, KEY_SIZE);
	world_make_keys(world, &statement.recover.device);
	for (uint32_t i = 1; i < next && known != NULL; i++) {
		if (charter_device(world->charter, i)->person == known->person)
			memcpy(world->persons[next], world->persons[i], PERSON_ID_SIZE);
	}
	return world_apply(world, &statement);
}
