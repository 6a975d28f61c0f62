/* Who is there, who signs for whom, and whose keys are known (CHARTER6 to 9, 18). */
#include "core/charter_persons.h"

#include <string.h>

#include "core/charter_decide.h"

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
	const struct charter_recovery *recoveries = charter->lists[LIST_RECOVERIES].items;
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
	for (i = 0; i < charter->lists[LIST_RECOVERIES].count; i++) {
		if (share_a_key(&recoveries[i].keys, keys))
			return false;
	}
	for (i = 0; i < charter->lists[LIST_PROPOSALS].count; i++) {
		if (charter_brings_party(proposals[i].act) &&
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
		if (charter_brings_party(proposals[i].act) &&
		    memcmp(proposals[i].admit.person, id, PERSON_ID_SIZE) == 0)
			return false;
	}
	return charter_person_number(charter, id) == 0;
}

bool charter_is_invitation_live(const struct charter_invitation *invitation, uint64_t time)
{
	return !invitation->is_used && !invitation->is_revoked && invitation->expires > time;
}

bool charter_has_device_number(const struct charter *charter, uint32_t party, uint32_t person)
{
	const struct charter_person *known = charter_person_at(charter, person);

	return charter_party_at(charter, party)->device_total < CHARTER_MAX_DEVICES_PER_PARTY &&
	       (!known || known->device_total < CHARTER_MAX_DEVICES_PER_PERSON);
}

size_t charter_holder_count(const struct charter *charter, uint64_t time)
{
	const struct charter_device *devices = charter->lists[LIST_DEVICES].items;
	const struct charter_invitation *invitations = charter->lists[LIST_INVITATIONS].items;
	const struct charter_recovery *recoveries = charter->lists[LIST_RECOVERIES].items;
	size_t i, count = 0;

	for (i = 0; i < charter->lists[LIST_DEVICES].count; i++)
		count += !devices[i].is_ended;
	for (i = 0; i < charter->lists[LIST_INVITATIONS].count; i++)
		count += charter_is_invitation_live(&invitations[i], time);
	for (i = 0; i < charter->lists[LIST_RECOVERIES].count; i++)
		count += !recoveries[i].is_over;
	return count;
}

enum result charter_check_carried_key(const struct charter *charter,
				      const struct sealed_key *sealed, size_t count,
				      const uint8_t box_key[KEY_SIZE])
{
	if (count != (charter_epoch(charter, 0) ? 1u : 0u))
		return ERR_MALFORMED;
	if (count == 1 &&
	    (sealed[0].room != 0 || memcmp(sealed[0].box_key, box_key, KEY_SIZE) != 0))
		return ERR_MALFORMED;
	return OK;
}

bool charter_is_key_current(const struct charter *charter, const struct sealed_key *sealed,
			    size_t count)
{
	const uint8_t *epoch = charter_epoch(charter, 0);

	return count == 0 || (epoch && memcmp(sealed[0].epoch, epoch, HASH_SIZE) == 0);
}

bool charter_is_author_confirmed(const struct charter *charter, const struct charter_entry *entry)
{
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);

	return charter_person_at(charter, author->person)->is_confirmed;
}

bool charter_is_signer(const struct charter *charter, uint32_t person)
{
	const struct charter_person *found = charter_person_at(charter, person);

	return found->is_confirmed && found->active_devices > 0;
}

uint32_t charter_signer_count(const struct charter *charter, uint32_t party)
{
	const struct charter_person *persons = charter->lists[LIST_PERSONS].items;
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < charter->lists[LIST_PERSONS].count; i++)
		count += persons[i].party == party && charter_is_signer(charter, (uint32_t)i + 1);
	return count;
}

uint32_t charter_signers_needed(const struct charter *charter, uint32_t party)
{
	uint32_t rule = charter_party_at(charter, party)->signer_rule;
	uint32_t signers = charter_signer_count(charter, party);

	if (signers > rule)
		signers = rule;
	return signers > 0 ? signers : 1;
}

bool charter_keeps_signer(const struct charter *charter, uint32_t party, uint32_t person,
			  size_t ending)
{
	const struct charter_person *persons = charter->lists[LIST_PERSONS].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_PERSONS].count; i++) {
		size_t lost = i + 1 == person ? ending : 0;

		if (persons[i].party == party && persons[i].is_confirmed &&
		    persons[i].active_devices > lost)
			return true;
	}
	return false;
}

void charter_end_device(struct charter *charter, const struct cut *cut)
{
	struct charter_device *device = charter_device_at(charter, cut->device);

	device->is_ended = true;
	device->cut = *cut;
	charter_person_at(charter, device->person)->active_devices--;
}

void charter_revoke_further_devices(struct charter *charter, uint32_t person, uint64_t time)
{
	struct charter_invitation *items = charter->lists[LIST_INVITATIONS].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_INVITATIONS].count; i++) {
		if (items[i].person == person && charter_is_invitation_live(&items[i], time))
			items[i].is_revoked = true;
	}
}
