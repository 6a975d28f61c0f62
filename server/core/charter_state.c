#include "core/charter_decide.h"

#include <stdlib.h>
#include <string.h>

static const size_t ITEM_SIZES[LIST_COUNT] = {
	[LIST_PARTIES] = sizeof(struct charter_party),
	[LIST_PERSONS] = sizeof(struct charter_person),
	[LIST_DEVICES] = sizeof(struct charter_device),
	[LIST_INVITATIONS] = sizeof(struct charter_invitation),
	[LIST_RECOVERIES] = sizeof(struct charter_recovery),
	[LIST_CONFIRMATIONS] = sizeof(struct charter_confirmation),
	[LIST_STRANGERS] = sizeof(struct charter_stranger),
	[LIST_EPOCHS] = sizeof(struct charter_epoch),
	[LIST_PROPOSALS] = sizeof(struct charter_proposal),
	[LIST_STANCES] = sizeof(struct charter_stance),
	[LIST_ENTRIES] = sizeof(struct charter_entry_hash),
};

_Static_assert(sizeof(struct charter_proposal) <= CHARTER_ITEM_MAX, "the largest item");

enum result charter_new(struct charter **charter_out)
{
	struct charter *charter = calloc(1, sizeof(*charter));
	size_t i;

	if (!charter)
		return ERR_NO_MEMORY;
	for (i = 0; i < LIST_COUNT; i++)
		shared_list_init(&charter->lists[i], ITEM_SIZES[i]);
	*charter_out = charter;
	return OK;
}

enum result charter_clone(const struct charter *charter, struct charter **clone_out)
{
	struct charter *clone = malloc(sizeof(*clone));
	size_t i;

	if (!clone)
		return ERR_NO_MEMORY;
	*clone = *charter;
	for (i = 0; i < LIST_COUNT; i++)
		shared_list_copy(&charter->lists[i], &clone->lists[i]);
	*clone_out = clone;
	return OK;
}

void charter_free(struct charter **charter)
{
	size_t i;

	if (!charter || !*charter)
		return;
	for (i = 0; i < LIST_COUNT; i++)
		shared_list_deinit(&(*charter)->lists[i]);
	free(*charter);
	*charter = NULL;
}

static void *spoil(struct charter *charter, enum charter_list list)
{
	charter->is_spoilt = true;
	return memset(charter->spoilt_item, 0, ITEM_SIZES[list]);
}

void *charter_change(struct charter *charter, enum charter_list list, size_t index)
{
	void *item = NULL;

	/* A spoilt charter may lack what was to be there. */
	if (index < charter_count(charter, list))
		item = shared_list_change(&charter->lists[list], index);
	return item ? item : spoil(charter, list);
}

void *charter_push(struct charter *charter, enum charter_list list)
{
	void *item = shared_list_push(&charter->lists[list]);

	return item ? item : spoil(charter, list);
}

void charter_truncate(struct charter *charter, enum charter_list list, size_t count)
{
	shared_list_truncate(&charter->lists[list], count);
}

static const void *item_at(const struct charter *charter, enum charter_list list, uint32_t number)
{
	if (number == 0 || number > charter_count(charter, list))
		return NULL;
	return charter_item(charter, list, number - 1);
}

const struct charter_party *charter_party_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_PARTIES, number);
}

const struct charter_person *charter_person_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_PERSONS, number);
}

const struct charter_device *charter_device_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_DEVICES, number);
}

const struct charter_proposal *charter_proposal_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_PROPOSALS, number);
}

const struct charter_recovery *charter_recovery_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_RECOVERIES, number);
}

struct charter_party *charter_change_party(struct charter *charter, uint32_t number)
{
	return charter_change(charter, LIST_PARTIES, number - 1);
}

struct charter_person *charter_change_person(struct charter *charter, uint32_t number)
{
	return charter_change(charter, LIST_PERSONS, number - 1);
}

struct charter_device *charter_change_device(struct charter *charter, uint32_t number)
{
	return charter_change(charter, LIST_DEVICES, number - 1);
}

struct charter_invitation *charter_change_invitation(struct charter *charter, uint32_t number)
{
	return charter_change(charter, LIST_INVITATIONS, number - 1);
}

struct charter_proposal *charter_change_proposal(struct charter *charter, uint32_t number)
{
	return charter_change(charter, LIST_PROPOSALS, number - 1);
}

/* From the newest, as everywhere where ids are looked up: what is talked about is rarely old. */
uint32_t charter_invitation_number(const struct charter *charter, const uint8_t sign_key[KEY_SIZE])
{
	size_t i;

	for (i = charter_count(charter, LIST_INVITATIONS); i > 0; i--) {
		const struct charter_invitation *invitation =
			charter_item(charter, LIST_INVITATIONS, i - 1);

		if (memcmp(invitation->keys.sign_key, sign_key, KEY_SIZE) == 0)
			return (uint32_t)i;
	}
	return 0;
}

const struct charter_invitation *charter_invitation(const struct charter *charter,
						    const uint8_t sign_key[KEY_SIZE])
{
	return item_at(charter, LIST_INVITATIONS, charter_invitation_number(charter, sign_key));
}

uint32_t charter_proposal_number(const struct charter *charter, const uint8_t hash[HASH_SIZE])
{
	size_t i;

	for (i = charter_count(charter, LIST_PROPOSALS); i > 0; i--) {
		const struct charter_proposal *proposal =
			charter_item(charter, LIST_PROPOSALS, i - 1);

		if (memcmp(proposal->hash, hash, HASH_SIZE) == 0)
			return (uint32_t)i;
	}
	return 0;
}

uint32_t charter_person_number(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE])
{
	size_t i;

	for (i = charter_count(charter, LIST_PERSONS); i > 0; i--) {
		const struct charter_person *person = charter_item(charter, LIST_PERSONS, i - 1);

		if (memcmp(person->id, id, PERSON_ID_SIZE) == 0)
			return (uint32_t)i;
	}
	return 0;
}

uint32_t charter_add_person(struct charter *charter, const uint8_t id[PERSON_ID_SIZE],
			    uint32_t party, bool is_confirmed)
{
	struct charter_person *person = charter_push(charter, LIST_PERSONS);

	memcpy(person->id, id, PERSON_ID_SIZE);
	person->party = party;
	person->is_confirmed = is_confirmed;
	return (uint32_t)charter_count(charter, LIST_PERSONS);
}

struct charter_device *charter_add_device(struct charter *charter, const struct device_keys *keys,
					  uint32_t party, uint32_t person)
{
	struct charter_person *owner = charter_change_person(charter, person);
	struct charter_device *device;

	owner->device_total++;
	owner->active_devices++;
	charter_change_party(charter, party)->device_total++;
	device = charter_push(charter, LIST_DEVICES);
	device->keys = *keys;
	device->party = party;
	device->person = person;
	return device;
}
