/* What a person says to a proposal, and takes back: consent, objection, withdrawal
 * (CHARTER11, 23, 24). */
#include <string.h>

#include "core/charter_decide.h"

static bool is_live(const struct charter_stance *stance, uint64_t time)
{
	return stance->is_objection || stance->expires > time;
}

/* The person's live consent or objection; NULL where there is none. */
static struct charter_stance *find_stance(const struct charter *charter, uint32_t proposal,
					  uint32_t person, uint64_t time)
{
	struct charter_stance *items = charter->lists[LIST_STANCES].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_STANCES].count; i++) {
		if (items[i].proposal == proposal && items[i].person == person &&
		    is_live(&items[i], time))
			return &items[i];
	}
	return NULL;
}

static void drop_stance(struct charter *charter, struct charter_stance *stance)
{
	struct list *list = &charter->lists[LIST_STANCES];
	struct charter_stance *end = (struct charter_stance *)list->items + list->count;

	memmove(stance, stance + 1, (size_t)((char *)end - (char *)(stance + 1)));
	list->count--;
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

static enum result push_stance(struct charter *charter, const struct charter_entry *entry,
			       uint32_t proposal, bool is_objection, uint64_t expires)
{
	struct charter_stance *stance;
	enum result result = charter_reserve(charter, LIST_STANCES, 1);

	if (result != OK)
		return result;
	stance = charter_push(charter, LIST_STANCES);
	memcpy(stance->statement, entry->statement_hash, HASH_SIZE);
	stance->proposal = proposal;
	stance->person = charter_device_at(charter, entry->statement->device)->person;
	stance->expires = expires;
	stance->is_objection = is_objection;
	return OK;
}

enum result charter_apply_consent(struct charter *charter, const struct charter_entry *entry)
{
	uint32_t number = 0;
	enum result result = check_consent(charter, entry, &number);

	if (result != OK)
		return result;
	return push_stance(charter, entry, number, false, entry->statement->consent.expires);
}

enum result charter_apply_object(struct charter *charter, const struct charter_entry *entry)
{
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint32_t person = author->person;
	const struct charter_proposal *proposal;
	struct charter_stance *stance;
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
	stance = find_stance(charter, number, person, entry->position.time);
	if (stance && stance->is_objection)
		return ERR_CONFLICT;
	result = charter_reserve(charter, LIST_STANCES, 1);
	if (result != OK)
		return result;
	/* Its place may have moved. */
	stance = find_stance(charter, number, person, entry->position.time);
	if (stance)
		drop_stance(charter, stance);
	return push_stance(charter, entry, number, true, 0);
}

static struct charter_stance *stance_by_statement(const struct charter *charter,
						  const uint8_t statement[HASH_SIZE])
{
	struct charter_stance *items = charter->lists[LIST_STANCES].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_STANCES].count; i++) {
		if (memcmp(items[i].statement, statement, HASH_SIZE) == 0)
			return &items[i];
	}
	return NULL;
}

bool charter_is_about_own_act(const struct charter *charter, const struct statement *statement)
{
	const uint8_t *named = statement->type == STATEMENT_OBJECT ? statement->object.proposal
								   : statement->withdraw.statement;
	const struct charter_proposal *proposal =
		charter_proposal_at(charter, charter_proposal_number(charter, named));
	const struct charter_stance *stance =
		statement->type == STATEMENT_WITHDRAW ? stance_by_statement(charter, named) : NULL;

	if (stance)
		proposal = charter_proposal_at(charter, stance->proposal);
	return proposal && charter_is_own_act(proposal->act);
}

enum result charter_apply_withdraw(struct charter *charter, const struct charter_entry *entry)
{
	const uint8_t *named = entry->statement->withdraw.statement;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint64_t time = entry->position.time;
	struct charter_proposal *proposal;
	uint32_t number;
	struct charter_stance *stance = stance_by_statement(charter, named);

	if (stance && is_live(stance, time) &&
	    charter_is_proposal_open(charter_proposal_at(charter, stance->proposal), time)) {
		if (stance->person != author->person)
			return ERR_FORBIDDEN;
		drop_stance(charter, stance);
		return OK;
	}
	if (charter_find_open(charter, named, time, &number) != OK)
		return ERR_NOT_FOUND;
	/* Nobody fills his party's pool for good. */
	proposal = charter_proposal_at(charter, number);
	if (proposal->party != author->party || !charter_is_author_confirmed(charter, entry))
		return ERR_FORBIDDEN;
	/* And whom it concerns does not make it undone. */
	if (proposal->concerns == author->person && proposal->person != author->person)
		return ERR_FORBIDDEN;
	proposal->is_closed = true;
	return OK;
}

void charter_forget_consents(struct charter *charter)
{
	struct list *list = &charter->lists[LIST_STANCES];
	struct charter_stance *items = list->items;
	size_t i, kept = 0;

	for (i = 0; i < list->count; i++) {
		const struct charter_proposal *proposal =
			charter_proposal_at(charter, items[i].proposal);

		if (items[i].is_objection || charter_is_own_act(proposal->act))
			items[kept++] = items[i];
	}
	list->count = kept;
}
