/* What an agreement does once it is valid (CHARTER15, 21, 22). */
#include <string.h>

#include "core/charter_decide.h"

static enum result check_admitted_keys(const struct charter *charter, const struct enact *enact,
				       const struct admit_party *admit)
{
	if (enact->cut_count > 0)
		return ERR_MALFORMED;
	if (enact->sealed_count == 0)
		return OK;
	if (enact->sealed_count > 1 || enact->sealed[0].room != 0 ||
	    memcmp(enact->sealed[0].box_key, admit->device.box_key, KEY_SIZE) != 0)
		return ERR_MALFORMED;
	if (!charter->room.has_epoch ||
	    memcmp(enact->sealed[0].epoch, charter->room.epoch, HASH_SIZE) != 0)
		return ERR_STALE_EPOCH;
	return OK;
}

static enum result check_admission(const struct charter *charter, const struct enact *enact,
				   const struct charter_proposal *proposal, uint64_t time)
{
	if (charter_active_party_count(charter) >= CHARTER_MAX_PARTIES ||
	    charter_holder_count(charter, time) >= CHARTER_MAX_DEVICES)
		return ERR_LIMIT;
	if (!charter_has_sector(charter, proposal->admit.sector))
		return ERR_CONFLICT;
	return check_admitted_keys(charter, enact, &proposal->admit);
}

/* Exactly the party's active devices, rising. */
static bool do_cuts_name_all(const struct charter *charter, uint32_t party,
			     const struct enact *enact)
{
	uint32_t index;
	size_t next = 0;

	for (index = 1; index <= charter_device_count(charter); index++) {
		const struct charter_device *device = charter_device_at(charter, index);

		if (device->party != party || device->is_ended)
			continue;
		if (next == enact->cut_count || enact->cuts[next].device != index)
			return false;
		next++;
	}
	return next == enact->cut_count;
}

static enum result check_effect(const struct charter *charter, const struct charter_entry *entry,
				const struct charter_proposal *proposal)
{
	const struct enact *enact = &entry->statement->enact;

	if (proposal->act == ACT_ADMIT_PARTY)
		return check_admission(charter, enact, proposal, entry->position.time);
	if (proposal->act == ACT_REMOVE_PARTY &&
	    charter_party_at(charter, proposal->target)->is_removed)
		return ERR_ENDED;
	if (enact->sealed_count > 0)
		return ERR_MALFORMED;
	if (proposal->act == ACT_REMOVE_PARTY) {
		if (!do_cuts_name_all(charter, proposal->target, enact))
			return ERR_MALFORMED;
		return entry->cuts_fit ? OK : ERR_CONFLICT;
	}
	return enact->cut_count > 0 ? ERR_MALFORMED : OK;
}

static void admit(struct charter *charter, const struct charter_proposal *proposal, uint64_t height)
{
	struct charter_party *party = charter_push(charter, LIST_PARTIES);
	uint32_t number = charter_party_count(charter), person;

	party->sector = proposal->admit.sector;
	party->signer_rule = proposal->admit.signer_rule;
	party->admitted_height = height;
	person = charter_add_person(charter, proposal->admit.person, number, true);
	charter_add_device(charter, &proposal->admit.device, number, person);
}

static void remove_party(struct charter *charter, uint32_t number, const struct enact *enact,
			 uint64_t time)
{
	struct charter_invitation *invitations = charter->lists[LIST_INVITATIONS].items;
	size_t i;

	charter_party_at(charter, number)->is_removed = true;
	for (i = 0; i < enact->cut_count; i++)
		charter_end_device(charter_device_at(charter, enact->cuts[i].device),
				   &enact->cuts[i]);
	for (i = 0; i < charter->lists[LIST_INVITATIONS].count; i++) {
		if (invitations[i].inviter == number &&
		    charter_is_invitation_live(&invitations[i], time))
			invitations[i].is_revoked = true;
	}
	charter_await_rekey(charter);
}

static void take_effect(struct charter *charter, const struct charter_proposal *proposal,
			const struct charter_entry *entry)
{
	switch (proposal->act) {
	case ACT_ADMIT_PARTY:
		admit(charter, proposal, entry->position.height);
		break;
	case ACT_REMOVE_PARTY:
		remove_party(charter, proposal->target, &entry->statement->enact,
			     entry->position.time);
		break;
	case ACT_SET_RULES:
		charter->rules = proposal->rules;
		break;
	case ACT_SET_SECTORS:
		charter->sectors = proposal->sectors;
		break;
	}
}

/* Consents were to a plan of other co-owners or rules; objections stand. */
static void forget_consents(struct charter *charter)
{
	struct list *list = &charter->lists[LIST_STANCES];
	struct charter_stance *items = list->items;
	size_t i, kept = 0;

	for (i = 0; i < list->count; i++) {
		if (items[i].is_objection)
			items[kept++] = items[i];
	}
	list->count = kept;
}

static enum result reserve_party(struct charter *charter)
{
	enum result result = charter_reserve(charter, LIST_PARTIES, 1);

	if (result == OK)
		result = charter_reserve(charter, LIST_PERSONS, 1);
	return result == OK ? charter_reserve(charter, LIST_DEVICES, 1) : result;
}

enum result charter_apply_enact(struct charter *charter, const struct charter_entry *entry)
{
	uint64_t time = entry->position.time;
	struct charter_proposal *proposal;
	uint32_t number;
	enum result result;

	result = charter_find_open(charter, entry->statement->enact.proposal, time, &number);
	if (result != OK)
		return result;
	result = charter_check_certificate(charter, number, time);
	if (result != OK)
		return result;
	proposal = charter_proposal_at(charter, number);
	result = check_effect(charter, entry, proposal);
	if (result == OK)
		result = reserve_party(charter);
	if (result != OK)
		return result;

	take_effect(charter, proposal, entry);
	proposal->is_closed = true;
	forget_consents(charter);
	memcpy(charter->constitution, entry->entry_hash, HASH_SIZE);
	return OK;
}
