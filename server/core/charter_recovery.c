/* The twelve words that bring a person back (CHARTER28, CHARTER29). */
#include <string.h>

#include "core/charter_persons.h"

size_t charter_recovery_total(const struct charter *charter)
{
	uint32_t number;
	size_t count = 0;

	for (number = 1; number <= charter_recovery_count(charter); number++)
		count += !charter_recovery_at(charter, number)->is_over;
	return count;
}

/* The person's last one is the only that may be there. */
static uint32_t recovery_number(const struct charter *charter, uint32_t person)
{
	uint32_t number;

	for (number = charter_recovery_count(charter); number > 0; number--) {
		const struct charter_recovery *recovery = charter_recovery_at(charter, number);

		if (recovery->person == person && !recovery->is_over)
			break;
	}
	return number;
}

const struct charter_recovery *charter_recovery_of(const struct charter *charter, uint32_t person)
{
	return charter_recovery_at(charter, recovery_number(charter, person));
}

static struct charter_recovery *change_recovery(struct charter *charter, uint32_t number)
{
	return charter_change(charter, LIST_RECOVERIES, number - 1);
}

void charter_end_recovery(struct charter *charter, uint32_t person)
{
	uint32_t number = recovery_number(charter, person);

	if (number != 0)
		change_recovery(charter, number)->is_over = true;
}

void charter_end_recoveries_of_party(struct charter *charter, uint32_t party)
{
	uint32_t number;

	for (number = 1; number <= charter_recovery_count(charter); number++) {
		const struct charter_recovery *recovery = charter_recovery_at(charter, number);

		if (!recovery->is_over &&
		    charter_person_at(charter, recovery->person)->party == party)
			change_recovery(charter, number)->is_over = true;
	}
}

static enum result check_set_recovery(const struct charter *charter,
				      const struct charter_entry *entry,
				      const struct charter_recovery *before)
{
	const struct set_recovery *set = &entry->statement->set_recovery;
	enum result result;

	result = charter_check_carried_key(charter, set->sealed, set->sealed_count,
					   set->keys.box_key);
	if (result != OK)
		return result;
	if (!charter_is_key_current(charter, set->sealed, set->sealed_count))
		return ERR_STALE_EPOCH;
	if (!charter_are_keys_new(charter, &set->keys) || set->has_replaced != (before != NULL))
		return ERR_CONFLICT;
	if (before)
		return memcmp(set->replaces, before->keys.sign_key, KEY_SIZE) == 0 ? OK
										   : ERR_CONFLICT;
	return charter_holder_count(charter, entry->position.time) < CHARTER_MAX_DEVICES
		       ? OK
		       : ERR_LIMIT;
}

enum result charter_apply_set_recovery(struct charter *charter, const struct charter_entry *entry)
{
	const struct set_recovery *set = &entry->statement->set_recovery;
	uint32_t person = charter_device_at(charter, entry->statement->device)->person;
	const struct charter_recovery *before = charter_recovery_of(charter, person);
	struct charter_recovery *recovery;
	enum result result;

	result = check_set_recovery(charter, entry, before);
	if (result != OK)
		return result;
	if (before) {
		/* Whoever had the old words has read along. */
		charter_end_recovery(charter, person);
		charter_await_rekey(charter);
	}
	recovery = charter_push(charter, LIST_RECOVERIES);
	recovery->keys = set->keys;
	memcpy(recovery->tag, set->tag, RECOVERY_TAG_SIZE);
	recovery->person = person;
	return OK;
}

static enum result check_recover(const struct charter *charter, const struct charter_entry *entry,
				 const struct charter_recovery *recovery)
{
	uint32_t party;

	if (!recovery)
		return ERR_NOT_FOUND;
	if (!charter_are_keys_new(charter, &entry->statement->recover.device))
		return ERR_CONFLICT;
	party = charter_person_at(charter, recovery->person)->party;
	return charter_holder_count(charter, entry->position.time) < CHARTER_MAX_DEVICES &&
			       charter_has_device_number(charter, party, recovery->person)
		       ? OK
		       : ERR_LIMIT;
}

enum result charter_apply_recover(struct charter *charter, const struct charter_entry *entry)
{
	const struct recover *recover = &entry->statement->recover;
	const struct charter_recovery *recovery = charter_recovery(charter, recover->recovery);
	const struct charter_person *person;
	struct charter_device *device;
	bool had_device;
	enum result result;

	result = check_recover(charter, entry, recovery);
	if (result != OK)
		return result;
	person = charter_person_at(charter, recovery->person);
	had_device = person->active_devices > 0;
	device = charter_add_device(charter, &recover->device, person->party, recovery->person);
	/* Whoever finds the paper is seen before he speaks. */
	if (had_device)
		device->trial_until = entry->position.time + CHARTER_TRIAL_SECONDS;
	return OK;
}
