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

enum result charter_new(struct charter **charter_out)
{
	struct charter *charter = calloc(1, sizeof(*charter));

	if (!charter)
		return ERR_NO_MEMORY;
	*charter_out = charter;
	return OK;
}

static enum result copy_list(const struct list *from, size_t item_size, struct list *to)
{
	memset(to, 0, sizeof(*to));
	if (from->count == 0)
		return OK;
	to->items = malloc(from->count * item_size);
	if (!to->items)
		return ERR_NO_MEMORY;
	memcpy(to->items, from->items, from->count * item_size);
	to->count = to->cap = from->count;
	return OK;
}

enum result charter_clone(const struct charter *charter, struct charter **clone_out)
{
	struct charter *clone = malloc(sizeof(*clone));
	enum result result = OK;
	size_t i;

	if (!clone)
		return ERR_NO_MEMORY;
	*clone = *charter;
	memset(clone->lists, 0, sizeof(clone->lists));
	for (i = 0; i < LIST_COUNT && result == OK; i++)
		result = copy_list(&charter->lists[i], ITEM_SIZES[i], &clone->lists[i]);
	if (result != OK)
		charter_free(&clone);
	else
		*clone_out = clone;
	return result;
}

void charter_free(struct charter **charter)
{
	size_t i;

	if (!charter || !*charter)
		return;
	for (i = 0; i < LIST_COUNT; i++)
		free((*charter)->lists[i].items);
	free(*charter);
	*charter = NULL;
}

enum result charter_reserve(struct charter *charter, enum charter_list list, size_t extra)
{
	struct list *grown = &charter->lists[list];
	size_t cap = grown->cap ? grown->cap : 8;
	void *items;

	while (cap < grown->count + extra)
		cap *= 2;
	if (cap == grown->cap)
		return OK;
	items = realloc(grown->items, cap * ITEM_SIZES[list]);
	if (!items)
		return ERR_NO_MEMORY;
	grown->items = items;
	grown->cap = cap;
	return OK;
}

void *charter_push(struct charter *charter, enum charter_list list)
{
	struct list *grown = &charter->lists[list];
	char *item = (char *)grown->items + grown->count * ITEM_SIZES[list];

	grown->count++;
	return memset(item, 0, ITEM_SIZES[list]);
}

static void *item_at(const struct charter *charter, enum charter_list list, uint32_t number)
{
	if (number == 0 || number > charter->lists[list].count)
		return NULL;
	return (char *)charter->lists[list].items + (number - 1) * ITEM_SIZES[list];
}

struct charter_party *charter_party_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_PARTIES, number);
}

struct charter_person *charter_person_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_PERSONS, number);
}

struct charter_device *charter_device_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_DEVICES, number);
}

struct charter_proposal *charter_proposal_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_PROPOSALS, number);
}

const struct charter_recovery *charter_recovery_at(const struct charter *charter, uint32_t number)
{
	return item_at(charter, LIST_RECOVERIES, number);
}

struct charter_invitation *charter_invitation_by_key(const struct charter *charter,
						     const uint8_t sign_key[KEY_SIZE])
{
	struct charter_invitation *items = charter->lists[LIST_INVITATIONS].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_INVITATIONS].count; i++) {
		if (memcmp(items[i].keys.sign_key, sign_key, KEY_SIZE) == 0)
			return &items[i];
	}
	return NULL;
}

uint32_t charter_proposal_number(const struct charter *charter, const uint8_t hash[HASH_SIZE])
{
	const struct charter_proposal *items = charter->lists[LIST_PROPOSALS].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_PROPOSALS].count; i++) {
		if (memcmp(items[i].hash, hash, HASH_SIZE) == 0)
			return (uint32_t)i + 1;
	}
	return 0;
}

uint32_t charter_person_number(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE])
{
	const struct charter_person *items = charter->lists[LIST_PERSONS].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_PERSONS].count; i++) {
		if (memcmp(items[i].id, id, PERSON_ID_SIZE) == 0)
			return (uint32_t)i + 1;
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
	return (uint32_t)charter->lists[LIST_PERSONS].count;
}

struct charter_device *charter_add_device(struct charter *charter, const struct device_keys *keys,
					  uint32_t party, uint32_t person)
{
	struct charter_device *device = charter_push(charter, LIST_DEVICES);

	device->keys = *keys;
	device->party = party;
	device->person = person;
	charter_party_at(charter, party)->device_total++;
	charter_person_at(charter, person)->device_total++;
	charter_person_at(charter, person)->active_devices++;
	return device;
}
