/* What a person says to a proposal, and takes back: consent, objection, withdrawal
 * (CHARTER11, 23, 24). */
#include <string.h>

#include "core/charter_decide.h"

static bool is_live(const struct charter_stance *stance, uint64_t time)
{
	return stance->is_objection || stance->expires > time;
}

/* Place of the person's live consent or objection, from 1; 0 where there is none. */
static size_t find_stance(const struct charter *charter, uint32_t proposal, uint32_t person,
			  uint64_t time)
{
	size_t i;

	for (i = charter_count(charter, LIST_STANCES); i > 0; i--) {
		const struct charter_stance *stance = charter_item(charter, LIST_STANCES, i - 1);

		if (stance->proposal == proposal && stance->person == person &&
		    is_live(stance, time))
			break;
	}
	return i;
}

static void put_stance(struct charter *charter, size_t place, struct charter_stance stance)
{
	*(struct charter_stance *)charter_change(charter, LIST_STANCES, place) = stance;
}

/* place: from 1. */
static void drop_stance(struct charter *charter, size_t place)
{
	size_t i, count = charter_count(charter, LIST_STANCES);

	for (i = place; i < count; i++)
		put_stance(charter, i - 1,
			   *(const struct charter_stance *)charter_item(charter, LIST_STANCES, i));
	charter_truncate(charter, LIST_STANCES, count - 1);
}

static bool does_matter(const struct charter *charter, const struct charter_stance *stance,
			uint64_t time, bool has_constitution_changed)
{
	const struct charter_proposal *proposal = charter_proposal_at(charter, stance->proposal);

	if (!is_live(stance, time) || !charter_is_proposal_open(proposal, time))
		return false;
	return stance->is_objection || !has_constitution_changed ||
	       charter_is_own_act(proposal->act);
}

void charter_forget_stances(struct charter *charter, uint64_t time, bool has_constitution_changed)
{
	size_t i, kept = 0;

	for (i = 0; i < charter_count(charter, LIST_STANCES); i++) {
		const struct charter_stance *stance = charter_item(charter, LIST_STANCES, i);

		if (!does_matter(charter, stance, time, has_constitution_changed))
			continue;
		if (kept++ != i)
			put_stance(charter, kept - 1, *stance);
	}
	charter_truncate(charter, LIST_STANCES, kept);
}

static enum result check_consent(const struct charter *charter, const struct charter_entry *entry,
				 uint32_t *number_out)
{
	const struct consent *consent = &entry->statement->consent;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	const struct charter_proposal *proposal;
	uint32_t number;
	enum result result;

	result = charter_find_open(charter, consent->proposal, entry->position.time, &number);
	if (result != OK)
		return result;
	proposal = charter_proposal_at(charter, number);
	if (!charter_is_author_confirmed(charter, entry) ||
	    !charter_may_vote(charter, author->party, proposal) ||
	    charter_taken_out(proposal) == author->party || proposal->concerns == author->person)
		return ERR_FORBIDDEN;
	if (memcmp(consent->subject, proposal->subject_hash, HASH_SIZE) != 0)
		return ERR_MALFORMED;
	if (memcmp(consent->constitution, charter->constitution, HASH_SIZE) != 0)
		return ERR_STALE_CHARTER;
	result = charter_check_lifetime(consent->expires, entry->position.time);
	if (result != OK)
		return result;
	if (find_stance(charter, number, author->person, entry->position.time))
		return ERR_CONFLICT;
	*number_out = number;
	return OK;
}

static void push_stance(struct charter *charter, const struct charter_entry *entry,
			uint32_t proposal, bool is_objection, uint64_t expires)
{
	struct charter_stance *stance;

	/* So that the list is as long as what is open and who may speak. */
	charter_forget_stances(charter, entry->position.time, false);
	stance = charter_push(charter, LIST_STANCES);
	memcpy(stance->statement, entry->statement_hash, HASH_SIZE);
	stance->proposal = proposal;
	stance->person = charter_device_at(charter, entry->statement->device)->person;
	stance->expires = expires;
	stance->is_objection = is_objection;
}

enum result charter_apply_consent(struct charter *charter, const struct charter_entry *entry)
{
	uint32_t number = 0;
	enum result result = check_consent(charter, entry, &number);

	if (result == OK)
		push_stance(charter, entry, number, false, entry->statement->consent.expires);
	return result;
}

static bool is_objection(const struct charter *charter, size_t place)
{
	const struct charter_stance *stance = charter_item(charter, LIST_STANCES, place - 1);

	return stance->is_objection;
}

enum result charter_apply_object(struct charter *charter, const struct charter_entry *entry)
{
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	const struct charter_proposal *proposal;
	size_t before;
	uint32_t number;
	enum result result;

	result = charter_find_open(charter, entry->statement->object.proposal, entry->position.time,
				   &number);
	if (result != OK)
		return result;
	proposal = charter_proposal_at(charter, number);
	if (!charter_is_author_confirmed(charter, entry) ||
	    (charter_is_own_act(proposal->act) && proposal->party != author->party))
		return ERR_FORBIDDEN;
	before = find_stance(charter, number, author->person, entry->position.time);
	if (before != 0 && is_objection(charter, before))
		return ERR_CONFLICT;
	if (before != 0)
		drop_stance(charter, before);
	push_stance(charter, entry, number, true, 0);
	return OK;
}

/* Place of a live one on an open proposal, from 1; 0 where there is none. */
static size_t stance_by_statement(const struct charter *charter, const uint8_t statement[HASH_SIZE],
				  uint64_t time)
{
	size_t i;

	for (i = charter_count(charter, LIST_STANCES); i > 0; i--) {
		const struct charter_stance *stance = charter_item(charter, LIST_STANCES, i - 1);

		if (memcmp(stance->statement, statement, HASH_SIZE) == 0 &&
		    does_matter(charter, stance, time, false))
			break;
	}
	return i;
}

bool charter_is_about_own_act(const struct charter *charter, const struct statement *statement,
			      uint64_t time)
{
	const uint8_t *named = statement->type == STATEMENT_OBJECT ? statement->object.proposal
								   : statement->withdraw.statement;
	uint32_t number = charter_proposal_number(charter, named);
	const struct charter_proposal *proposal;
	size_t place;

	if (number == 0 && statement->type == STATEMENT_WITHDRAW) {
		place = stance_by_statement(charter, named, time);
		if (place != 0)
			number = ((const struct charter_stance *)charter_item(charter, LIST_STANCES,
									      place - 1))
					 ->proposal;
	}
	proposal = charter_proposal_at(charter, number);
	return proposal && charter_is_own_act(proposal->act);
}

static enum result withdraw_stance(struct charter *charter, size_t place, uint32_t person)
{
	const struct charter_stance *stance = charter_item(charter, LIST_STANCES, place - 1);

	if (stance->person != person)
		return ERR_FORBIDDEN;
	drop_stance(charter, place);
	return OK;
}

enum result charter_apply_withdraw(struct charter *charter, const struct charter_entry *entry)
{
	const uint8_t *named = entry->statement->withdraw.statement;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint64_t time = entry->position.time;
	const struct charter_proposal *proposal;
	uint32_t number;
	size_t place = stance_by_statement(charter, named, time);

	if (place != 0)
		return withdraw_stance(charter, place, author->person);
	if (charter_find_open(charter, named, time, &number) != OK)
		return ERR_NOT_FOUND;
	/* Nobody fills his party's pool for good. */
	proposal = charter_proposal_at(charter, number);
	if (proposal->party != author->party || !charter_is_author_confirmed(charter, entry))
		return ERR_FORBIDDEN;
	/* And whom it concerns does not make it undone. */
	if (proposal->concerns == author->person && proposal->person != author->person)
		return ERR_FORBIDDEN;
	charter_change_proposal(charter, number)->is_closed = true;
	charter_forget_stances(charter, time, false);
	return OK;
}
