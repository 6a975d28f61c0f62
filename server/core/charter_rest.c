/* Parties that rest, and those that came while others did (CHARTER30, CHARTER31). */
#include <string.h>

#include "core/charter_decide.h"

/* Whether the party came while `sleeper` rested, who is still there, and is not yet accepted;
 * sleeper 0: while anybody did. */
static bool is_stranger(const struct charter *charter, uint32_t party, uint32_t sleeper)
{
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_STRANGERS); i++) {
		const struct charter_stranger *stranger = charter_item(charter, LIST_STRANGERS, i);

		if (stranger->party == party && (sleeper == 0 || stranger->sleeper == sleeper) &&
		    !charter_party_at(charter, stranger->sleeper)->is_gone)
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

static void forget_strangers(struct charter *charter, const struct wake *wake, uint32_t sleeper)
{
	size_t i, kept = 0;

	for (i = 0; i < charter_count(charter, LIST_STRANGERS); i++) {
		const struct charter_stranger stranger =
			*(const struct charter_stranger *)charter_item(charter, LIST_STRANGERS, i);
		struct charter_stranger *place;

		if (stranger.sleeper == sleeper && accepts(wake, stranger.party))
			continue;
		if (kept++ == i)
			continue;
		place = charter_change(charter, LIST_STRANGERS, kept - 1);
		*place = stranger;
	}
	charter_truncate(charter, LIST_STRANGERS, kept);
}

enum result charter_apply_wake(struct charter *charter, const struct charter_entry *entry)
{
	const struct wake *wake = &entry->statement->wake;
	uint32_t own = charter_device_at(charter, entry->statement->device)->party;
	enum result result;

	if (!charter_is_author_confirmed(charter, entry))
		return ERR_FORBIDDEN;
	result = check_accepted(charter, wake, own);
	if (result != OK)
		return result;
	charter_change_party(charter, own)->is_resting = false;
	forget_strangers(charter, wake, own);
	charter_forget_stances(charter, entry->position.time, true);
	memcpy(charter->constitution, entry->entry_hash, HASH_SIZE);
	return OK;
}
