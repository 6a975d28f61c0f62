/* Parties that rest, and those that came while others did (CHARTER30, CHARTER31). */
#include <string.h>

#include "core/charter_decide.h"

/* Whether the party came while `sleeper` rested and is not yet accepted; sleeper 0: while
 * any that is still there rested. */
static bool is_stranger(const struct charter *charter, uint32_t party, uint32_t sleeper)
{
	const struct charter_stranger *items = charter->lists[LIST_STRANGERS].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_STRANGERS].count; i++) {
		if (items[i].party == party &&
		    (sleeper == 0 ? !charter_party_at(charter, items[i].sleeper)->is_gone
				  : items[i].sleeper == sleeper))
			return true;
	}
	return false;
}

bool charter_is_counted(const struct charter *charter, uint32_t party,
			const struct charter_proposal *proposal)
{
	switch (proposal->act) {
	case ACT_SET_RULES:
	case ACT_SET_SECTORS:
	case ACT_CLOSE:
		return !is_stranger(charter, party, 0);
	case ACT_REMOVE_PARTY:
	case ACT_REST_PARTY:
		return !is_stranger(charter, party, proposal->target);
	case ACT_REPLACE_PARTY:
		return !is_stranger(charter, party, proposal->admit.replaces);
	default:
		return true;
	}
}

static bool accepts(const struct wake *wake, uint32_t party)
{
	size_t i;

	for (i = 0; i < wake->accept_count; i++) {
		if (wake->accepts[i] == party)
			return true;
	}
	return false;
}

static enum result check_accepted(const struct charter *charter, const struct wake *wake,
				  uint32_t own)
{
	size_t i;

	for (i = 1; i < wake->accept_count; i++) {
		if (wake->accepts[i] <= wake->accepts[i - 1])
			return ERR_MALFORMED;
	}
	for (i = 0; i < wake->accept_count; i++) {
		const struct charter_party *party = charter_party_at(charter, wake->accepts[i]);

		if (!party || party->is_gone || !is_stranger(charter, wake->accepts[i], own))
			return ERR_NOT_FOUND;
	}
	return charter_party_at(charter, own)->is_resting || wake->accept_count > 0 ? OK
										    : ERR_CONFLICT;
}

enum result charter_apply_wake(struct charter *charter, const struct charter_entry *entry)
{
	const struct wake *wake = &entry->statement->wake;
	uint32_t own = charter_device_at(charter, entry->statement->device)->party;
	struct list *list = &charter->lists[LIST_STRANGERS];
	struct charter_stranger *items = list->items;
	size_t i, kept = 0;
	enum result result;

	if (!charter_is_author_confirmed(charter, entry))
		return ERR_FORBIDDEN;
	result = check_accepted(charter, wake, own);
	if (result != OK)
		return result;
	charter_party_at(charter, own)->is_resting = false;
	for (i = 0; i < list->count; i++) {
		if (items[i].sleeper != own || !accepts(wake, items[i].party))
			items[kept++] = items[i];
	}
	list->count = kept;
	charter_forget_consents(charter);
	memcpy(charter->constitution, entry->entry_hash, HASH_SIZE);
	return OK;
}
