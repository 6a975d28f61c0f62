/* The room's key changes: to exactly whom, and what if it cannot be used (CHARTER16, 26, 32). */
#include <stdlib.h>
#include <string.h>

#include "core/charter_decide.h"

/* The grants' first part is every active device, rising. */
static bool are_devices_granted(const struct charter *charter, const struct grants *grants,
				size_t *next)
{
	uint32_t index;

	for (index = 1; index <= charter_device_count(charter); index++) {
		if (charter_device_at(charter, index)->is_ended)
			continue;
		if (*next == grants->count || grants->items[*next].device != index)
			return false;
		(*next)++;
	}
	return true;
}

static bool holds_a_key(const struct charter_invitation *invitation, uint64_t time)
{
	return invitation && invitation->party != 0 && charter_is_invitation_live(invitation, time);
}

static size_t count_holders(const struct charter *charter, uint64_t time)
{
	size_t i, count = charter_recovery_total(charter);

	for (i = 0; i < charter_count(charter, LIST_INVITATIONS); i++)
		count += holds_a_key(charter_item(charter, LIST_INVITATIONS, i), time);
	return count;
}

/* The second part is every live invitation to an existing party and every recovery, rising:
 * each one named is such, none twice, and there are as many. */
static bool are_holders_granted(const struct charter *charter, const struct grants *grants,
				size_t next, uint64_t time)
{
	size_t i;

	if (grants->count - next != count_holders(charter, time))
		return false;
	for (i = next; i < grants->count; i++) {
		const uint8_t *key = grants->items[i].holder;

		if (grants->items[i].device != 0)
			return false;
		if (i > next && memcmp(grants->items[i - 1].holder, key, KEY_SIZE) >= 0)
			return false;
		if (!holds_a_key(charter_invitation(charter, key), time) &&
		    !charter_recovery(charter, key))
			return false;
	}
	return true;
}

/* The key that the next one wraps: the last that nobody has reported. NULL where there is
 * none. */
static const uint8_t *last_sound_epoch(const struct charter *charter)
{
	size_t i;

	for (i = charter_count(charter, LIST_EPOCHS); i > 0; i--) {
		const struct charter_epoch *epoch = charter_item(charter, LIST_EPOCHS, i - 1);

		if (!epoch->is_reported)
			return epoch->hash;
	}
	return NULL;
}

/* Each names one that was reported, once and in the room's order. */
static bool are_extras_reported(const struct charter *charter, const struct rekey *rekey)
{
	size_t i, next = 0;

	for (i = 0; i < charter_count(charter, LIST_EPOCHS) && next < rekey->extra_count; i++) {
		const struct charter_epoch *epoch = charter_item(charter, LIST_EPOCHS, i);

		next += epoch->is_reported &&
			memcmp(rekey->extra[next].epoch, epoch->hash, HASH_SIZE) == 0;
	}
	return next == rekey->extra_count;
}

static enum result check_epochs(const struct charter *charter, const struct rekey *rekey)
{
	const uint8_t *previous = last_sound_epoch(charter);

	if (rekey->room != 0)
		return ERR_NOT_FOUND;
	if (rekey->has_previous != (previous != NULL))
		return ERR_STALE_EPOCH;
	if (previous && memcmp(rekey->previous_epoch, previous, HASH_SIZE) != 0)
		return ERR_STALE_EPOCH;
	return rekey->has_wrapped == rekey->has_previous && are_extras_reported(charter, rekey)
		       ? OK
		       : ERR_MALFORMED;
}

void charter_await_rekey(struct charter *charter)
{
	charter->awaits_rekey = charter_count(charter, LIST_EPOCHS) > 0;
}

/* A report takes as much of everybody's time as a new key. */
static bool was_heard_within_the_hour(const struct charter_device *author, uint64_t time)
{
	return author->has_rekeyed && time - author->rekeyed_at < CHARTER_REKEY_SECONDS;
}

static void note_rekey(struct charter *charter, uint32_t device, uint64_t time)
{
	struct charter_device *author = charter_change_device(charter, device);

	author->has_rekeyed = true;
	author->rekeyed_at = time;
}

enum result charter_apply_rekey(struct charter *charter, const struct charter_entry *entry)
{
	const struct rekey *rekey = &entry->statement->rekey;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint64_t time = entry->position.time;
	struct charter_epoch *epoch;
	size_t next = 0;
	enum result result;

	if (memcmp(entry->statement->charter_head, charter->head, HASH_SIZE) != 0)
		return ERR_STALE_CHARTER;
	result = check_epochs(charter, rekey);
	if (result != OK)
		return result;
	if (memcmp(rekey->grants, entry->grants_hash, HASH_SIZE) != 0)
		return ERR_MALFORMED;
	if (!are_devices_granted(charter, &entry->grants, &next) ||
	    !are_holders_granted(charter, &entry->grants, next, time))
		return ERR_MALFORMED;
	if (was_heard_within_the_hour(author, time) && !charter->awaits_rekey)
		return ERR_QUOTA;

	note_rekey(charter, entry->statement->device, time);
	charter->awaits_rekey = false;
	epoch = charter_push(charter, LIST_EPOCHS);
	memcpy(epoch->hash, entry->statement_hash, HASH_SIZE);
	return OK;
}

enum result charter_apply_bad_rekey(struct charter *charter, const struct charter_entry *entry)
{
	const struct bad_rekey *report = &entry->statement->bad_rekey;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	const uint8_t *current = charter_epoch(charter, 0);
	struct charter_epoch *reported;

	if (report->room != 0)
		return ERR_NOT_FOUND;
	if (!current || memcmp(report->epoch, current, HASH_SIZE) != 0)
		return ERR_STALE_EPOCH;
	if (was_heard_within_the_hour(author, entry->position.time))
		return ERR_QUOTA;
	note_rekey(charter, entry->statement->device, entry->position.time);
	reported = charter_change(charter, LIST_EPOCHS, charter_count(charter, LIST_EPOCHS) - 1);
	reported->is_reported = true;
	charter_await_rekey(charter);
	return OK;
}
