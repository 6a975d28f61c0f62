/* Questions to a charter that change nothing. */
#include <string.h>

#include "core/charter_decide.h"

uint64_t charter_size(const struct charter *charter)
{
	return charter->lists[LIST_ENTRIES].count;
}

const uint8_t *charter_space(const struct charter *charter)
{
	return charter->space;
}

const uint8_t *charter_head(const struct charter *charter)
{
	return charter->head;
}

const uint8_t *charter_constitution(const struct charter *charter)
{
	return charter->constitution;
}

const uint8_t *charter_server_key(const struct charter *charter)
{
	return charter->server_key;
}

uint64_t charter_time(const struct charter *charter)
{
	return charter->time;
}

/* From the newest: a device is rarely far behind. */
bool charter_knows_entry(const struct charter *charter, const uint8_t hash[HASH_SIZE])
{
	const struct charter_entry_hash *items = charter->lists[LIST_ENTRIES].items;
	size_t i;

	for (i = charter->lists[LIST_ENTRIES].count; i > 0; i--) {
		if (memcmp(items[i - 1].bytes, hash, HASH_SIZE) == 0)
			return true;
	}
	return false;
}

const struct charter_device *charter_device(const struct charter *charter, uint32_t index)
{
	return charter_device_at(charter, index);
}

const struct charter_invitation *charter_invitation(const struct charter *charter,
						    const uint8_t sign_key[KEY_SIZE])
{
	return charter_invitation_by_key(charter, sign_key);
}

const uint8_t *charter_epoch(const struct charter *charter, uint32_t room)
{
	return room == 0 && charter->room.has_epoch ? charter->room.epoch : NULL;
}

uint32_t charter_device_count(const struct charter *charter)
{
	return (uint32_t)charter->lists[LIST_DEVICES].count;
}

uint32_t charter_party_count(const struct charter *charter)
{
	return (uint32_t)charter->lists[LIST_PARTIES].count;
}

bool charter_awaits_rekey(const struct charter *charter, uint32_t room)
{
	return room == 0 && charter->room.awaits_rekey;
}

uint32_t charter_active_party_count(const struct charter *charter)
{
	uint32_t number, count = 0;

	for (number = 1; number <= charter_party_count(charter); number++)
		count += !charter_party_at(charter, number)->is_removed;
	return count;
}

static bool share_a_key(const struct device_keys *a, const struct device_keys *b)
{
	return memcmp(a->sign_key, b->sign_key, KEY_SIZE) == 0 ||
	       memcmp(a->sign_key, b->box_key, KEY_SIZE) == 0 ||
	       memcmp(a->box_key, b->sign_key, KEY_SIZE) == 0 ||
	       memcmp(a->box_key, b->box_key, KEY_SIZE) == 0;
}

bool charter_are_keys_new(const struct charter *charter, const struct device_keys *keys)
{
	const struct charter_device *devices = charter->lists[LIST_DEVICES].items;
	const struct charter_invitation *invitations = charter->lists[LIST_INVITATIONS].items;
	const struct charter_proposal *proposals = charter->lists[LIST_PROPOSALS].items;
	size_t i;

	if (memcmp(keys->sign_key, keys->box_key, KEY_SIZE) == 0)
		return false;
	for (i = 0; i < charter->lists[LIST_DEVICES].count; i++) {
		if (share_a_key(&devices[i].keys, keys))
			return false;
	}
	for (i = 0; i < charter->lists[LIST_INVITATIONS].count; i++) {
		if (share_a_key(&invitations[i].keys, keys))
			return false;
	}
	for (i = 0; i < charter->lists[LIST_PROPOSALS].count; i++) {
		if (proposals[i].act == ACT_ADMIT_PARTY &&
		    share_a_key(&proposals[i].admit.device, keys))
			return false;
	}
	return true;
}

bool charter_is_person_new(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE])
{
	const struct charter_proposal *proposals = charter->lists[LIST_PROPOSALS].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_PROPOSALS].count; i++) {
		if (proposals[i].act == ACT_ADMIT_PARTY &&
		    memcmp(proposals[i].admit.person, id, PERSON_ID_SIZE) == 0)
			return false;
	}
	return charter_person_number(charter, id) == 0;
}

bool charter_is_invitation_live(const struct charter_invitation *invitation, uint64_t time)
{
	return !invitation->is_used && !invitation->is_revoked && invitation->expires > time;
}

size_t charter_holder_count(const struct charter *charter, uint64_t time)
{
	const struct charter_device *devices = charter->lists[LIST_DEVICES].items;
	const struct charter_invitation *invitations = charter->lists[LIST_INVITATIONS].items;
	size_t i, count = 0;

	for (i = 0; i < charter->lists[LIST_DEVICES].count; i++)
		count += !devices[i].is_ended;
	for (i = 0; i < charter->lists[LIST_INVITATIONS].count; i++)
		count += charter_is_invitation_live(&invitations[i], time);
	return count;
}

bool charter_has_active_device(const struct charter *charter, uint32_t person)
{
	const struct charter_device *devices = charter->lists[LIST_DEVICES].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_DEVICES].count; i++) {
		if (devices[i].person == person && !devices[i].is_ended)
			return true;
	}
	return false;
}

uint32_t charter_signers_needed(const struct charter *charter, uint32_t party)
{
	const struct charter_person *persons = charter->lists[LIST_PERSONS].items;
	uint32_t rule = charter_party_at(charter, party)->signer_rule, signers = 0;
	size_t i;

	for (i = 0; i < charter->lists[LIST_PERSONS].count; i++) {
		if (persons[i].party == party && persons[i].is_confirmed)
			signers += charter_has_active_device(charter, (uint32_t)i + 1);
	}
	if (signers > rule)
		signers = rule;
	return signers > 0 ? signers : 1;
}

/* The device's person, where it signs for `party`; 0 otherwise. */
static uint32_t signer_of(const struct charter *charter, uint32_t device, uint32_t party)
{
	const struct charter_device *found = charter_device_at(charter, device);

	if (!found || found->party != party)
		return 0;
	return charter_person_at(charter, found->person)->is_confirmed ? found->person : 0;
}

static bool is_among(const uint32_t *persons, size_t count, uint32_t person)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (persons[i] == person)
			return true;
	}
	return false;
}

bool charter_party_acts(const struct charter *charter, const struct statement *statement)
{
	uint32_t persons[STATEMENT_MAX_COSIGNERS + 1], person;
	uint32_t party = charter_device_at(charter, statement->device)->party;
	size_t i, count = 0;

	person = signer_of(charter, statement->device, party);
	if (person == 0)
		return false;
	persons[count++] = person;
	for (i = 0; i < statement->cosigner_count; i++) {
		person = signer_of(charter, statement->cosigners[i], party);
		if (person == 0)
			return false;
		if (!is_among(persons, count, person))
			persons[count++] = person;
	}
	return count >= charter_signers_needed(charter, party);
}
