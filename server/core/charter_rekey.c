/* The room's key changes: to exactly whom (CHARTER16). */
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
	return invitation->party != 0 && charter_is_invitation_live(invitation, time);
}

/* The second part is every live invitation to an existing party, rising: each
 * one named is such, none twice, and there are as many. */
static bool are_invitations_granted(const struct charter *charter, const struct grants *grants,
				    size_t next, uint64_t time)
{
	const struct charter_invitation *items = charter->lists[LIST_INVITATIONS].items;
	const struct charter_invitation *named;
	size_t i, live = 0;

	for (i = 0; i < charter->lists[LIST_INVITATIONS].count; i++)
		live += holds_a_key(&items[i], time);
	if (grants->count - next != live)
		return false;
	for (i = next; i < grants->count; i++) {
		const uint8_t *key = grants->items[i].invitation;

		if (grants->items[i].device != 0)
			return false;
		if (i > next && memcmp(grants->items[i - 1].invitation, key, KEY_SIZE) >= 0)
			return false;
		named = charter_invitation_by_key(charter, key);
		if (!named || !holds_a_key(named, time))
			return false;
	}
	return true;
}

static enum result check_epochs(const struct charter *charter, const struct rekey *rekey)
{
	if (rekey->room != 0)
		return ERR_NOT_FOUND;
	if (rekey->is_first == charter->room.has_epoch)
		return ERR_STALE_EPOCH;
	if (!rekey->is_first && memcmp(rekey->previous_epoch, charter->room.epoch, HASH_SIZE) != 0)
		return ERR_STALE_EPOCH;
	return rekey->has_wrapped == !rekey->is_first ? OK : ERR_MALFORMED;
}

void charter_await_rekey(struct charter *charter)
{
	charter->room.awaits_rekey = charter->room.has_epoch;
}

enum result charter_apply_rekey(struct charter *charter, const struct charter_entry *entry)
{
	const struct rekey *rekey = &entry->statement->rekey;
	struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint64_t time = entry->position.time;
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
	    !are_invitations_granted(charter, &entry->grants, next, time))
		return ERR_MALFORMED;
	if (author->has_rekeyed && time - author->rekeyed_at < CHARTER_REKEY_SECONDS &&
	    !charter->room.awaits_rekey)
		return ERR_QUOTA;

	author->has_rekeyed = true;
	author->rekeyed_at = time;
	charter->room.has_epoch = true;
	charter->room.awaits_rekey = false;
	memcpy(charter->room.epoch, entry->statement_hash, HASH_SIZE);
	return OK;
}
