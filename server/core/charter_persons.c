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

static bool is_key_proposed(const struct charter *charter, const struct device_keys *keys)
{
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_PROPOSALS); i++) {
		const struct charter_proposal *proposal = charter_item(charter, LIST_PROPOSALS, i);

		if (charter_brings_party(proposal->act) &&
		    share_a_key(&proposal->admit.device, keys))
			return true;
	}
	return false;
}

bool charter_are_keys_new(const struct charter *charter, const struct device_keys *keys)
{
	size_t i;

	if (memcmp(keys->sign_key, keys->box_key, KEY_SIZE) == 0)
		return false;
	for (i = 0; i < charter_count(charter, LIST_DEVICES); i++) {
		const struct charter_device *device = charter_item(charter, LIST_DEVICES, i);

		if (share_a_key(&device->keys, keys))
			return false;
	}
	for (i = 0; i < charter_count(charter, LIST_INVITATIONS); i++) {
		const struct charter_invitation *invitation =
			charter_item(charter, LIST_INVITATIONS, i);

		if (share_a_key(&invitation->keys, keys))
			return false;
	}
	for (i = 0; i < charter_count(charter, LIST_RECOVERIES); i++) {
		const struct charter_recovery *recovery = charter_item(charter, LIST_RECOVERIES, i);

		if (share_a_key(&recovery->keys, keys))
			return false;
	}
	return !is_key_proposed(charter, keys);
}

bool charter_is_person_new(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE])
{
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_PROPOSALS); i++) {
		const struct charter_proposal *proposal = charter_item(charter, LIST_PROPOSALS, i);

		if (charter_brings_party(proposal->act) &&
		    memcmp(proposal->admit.person, id, PERSON_ID_SIZE) == 0)
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
	size_t i, count = charter_recovery_total(charter);

	for (i = 0; i < charter_count(charter, LIST_DEVICES); i++) {
		const struct charter_device *device = charter_item(charter, LIST_DEVICES, i);

		count += !device->is_ended;
	}
	for (i = 0; i < charter_count(charter, LIST_INVITATIONS); i++)
		count += charter_is_invitation_live(charter_item(charter, LIST_INVITATIONS, i),
						    time);
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
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_PERSONS); i++) {
		const struct charter_person *person = charter_item(charter, LIST_PERSONS, i);

		count += person->party == party && charter_is_signer(charter, (uint32_t)i + 1);
	}
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
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_PERSONS); i++) {
		const struct charter_person *one = charter_item(charter, LIST_PERSONS, i);
		size_t lost = i + 1 == person ? ending : 0;

		if (one->party == party && one->is_confirmed && one->active_devices > lost)
			return true;
	}
	return false;
}

void charter_end_device(struct charter *charter, const struct cut *cut)
{
	struct charter_device *device = charter_change_device(charter, cut->device);

	device->is_ended = true;
	device->cut = *cut;
	charter_change_person(charter, device->person)->active_devices--;
}

void charter_revoke_further_devices(struct charter *charter, uint32_t person, uint64_t time)
{
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_INVITATIONS); i++) {
		const struct charter_invitation *invitation =
			charter_item(charter, LIST_INVITATIONS, i);

		if (invitation->person == person && charter_is_invitation_live(invitation, time))
			charter_change_invitation(charter, (uint32_t)i + 1)->is_revoked = true;
	}
}
