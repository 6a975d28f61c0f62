/* What an agreement does once it is valid (CHARTER15, 19, 21, 22, 34). */
#include <string.h>

#include "core/charter_decide.h"

/* Whether the enactment of this proposal ends the device. */
static bool does_end(const struct charter_proposal *proposal, const struct charter_device *device,
		     uint32_t index)
{
	switch (proposal->act) {
	case ACT_REMOVE_PARTY:
	case ACT_REPLACE_PARTY:
		return device->party == charter_taken_out(proposal);
	case ACT_LEAVE:
		return device->party == proposal->party;
	case ACT_END_DEVICES:
		return device->person == proposal->concerns &&
		       (proposal->device == 0 || proposal->device == index);
	default:
		return false;
	}
}

/* Exactly the active devices that end, rising; none where nothing does. */
static bool do_cuts_name_all(const struct charter *charter, const struct charter_proposal *proposal,
			     const struct enact *enact)
{
	uint32_t index;
	size_t next = 0;

	for (index = 1; index <= charter_device_count(charter); index++) {
		const struct charter_device *device = charter_device_at(charter, index);

		if (device->is_ended || !does_end(proposal, device, index))
			continue;
		if (next == enact->cut_count || enact->cuts[next].device != index)
			return false;
		next++;
	}
	return next == enact->cut_count;
}

static enum result check_cuts(const struct charter *charter, const struct charter_entry *entry,
			      const struct charter_proposal *proposal)
{
	const struct enact *enact = &entry->statement->enact;

	if (!do_cuts_name_all(charter, proposal, enact))
		return ERR_MALFORMED;
	return enact->cut_count == 0 || entry->cuts_fit ? OK : ERR_CONFLICT;
}

static enum result check_admitted_key(const struct charter *charter, const struct enact *enact,
				      const struct admit_party *admit)
{
	if (enact->sealed_count > 1)
		return ERR_MALFORMED;
	if (enact->sealed_count == 1 &&
	    (enact->sealed[0].room != 0 ||
	     memcmp(enact->sealed[0].box_key, admit->device.box_key, KEY_SIZE) != 0))
		return ERR_MALFORMED;
	return charter_is_key_current(charter, enact->sealed, enact->sealed_count)
		       ? OK
		       : ERR_STALE_EPOCH;
}

/* Of a new party: the pools are counted as if nobody had gone, and a replacement leaves as
 * many parties as there were. */
static enum result check_entrance(const struct charter *charter, const struct charter_entry *entry,
				  const struct charter_proposal *proposal)
{
	enum result result;

	if (proposal->act == ACT_ADMIT_PARTY &&
	    charter_active_party_count(charter) >= CHARTER_MAX_PARTIES)
		return ERR_LIMIT;
	if (charter_holder_count(charter, entry->position.time) >= CHARTER_MAX_DEVICES)
		return ERR_LIMIT;
	if (!charter_has_sector(charter, proposal->admit.sector))
		return ERR_CONFLICT;
	result = check_cuts(charter, entry, proposal);
	if (result != OK)
		return result;
	return check_admitted_key(charter, &entry->statement->enact, &proposal->admit);
}

static enum result check_awake(const struct charter *charter, uint32_t number)
{
	const struct charter_party *party = charter_party_at(charter, number);

	if (party->is_gone)
		return ERR_ENDED;
	return party->is_resting ? ERR_FORBIDDEN : OK;
}

/* Whether the party that it is about is there, and has been as silent as it must. */
static enum result check_party(const struct charter *charter, const struct charter_entry *entry,
			       const struct charter_proposal *proposal)
{
	enum result result;

	switch (proposal->act) {
	case ACT_REMOVE_PARTY:
		return check_awake(charter, proposal->target);
	case ACT_REST_PARTY:
		result = check_awake(charter, proposal->target);
		break;
	case ACT_REPLACE_PARTY:
		result = check_awake(charter, proposal->admit.replaces);
		break;
	default:
		return OK;
	}
	if (result != OK)
		return result;
	return entry->is_silent ? OK : ERR_CONFLICT;
}

static enum result check_effect(const struct charter *charter, const struct charter_entry *entry,
				const struct charter_proposal *proposal)
{
	const struct enact *enact = &entry->statement->enact;
	enum result result = check_party(charter, entry, proposal);

	if (result != OK)
		return result;
	if (charter_brings_party(proposal->act))
		return check_entrance(charter, entry, proposal);
	if (enact->sealed_count > 0)
		return ERR_MALFORMED;
	result = check_cuts(charter, entry, proposal);
	if (result != OK)
		return result;
	/* Whoever came since the proposal has a sector too. */
	if (proposal->act == ACT_SET_SECTORS &&
	    !charter_do_sectors_hold_all(charter, proposal->sectors.items, proposal->sectors.count))
		return ERR_CONFLICT;
	if (proposal->act == ACT_MOVE_SERVER && charter_is_at(charter, proposal->server.key))
		return ERR_CONFLICT;
	return charter_is_own_act(proposal->act)
		       ? charter_check_own_effect(charter, proposal, enact)
		       : OK;
}

/* It owes an answer to whoever rests now (CHARTER31). */
static void note_sleepers(struct charter *charter, uint32_t newcomer)
{
	uint32_t number;

	for (number = 1; number < newcomer; number++) {
		const struct charter_party *party = charter_party_at(charter, number);
		struct charter_stranger *stranger;

		if (party->is_gone || !party->is_resting)
			continue;
		stranger = charter_push(charter, LIST_STRANGERS);
		stranger->sleeper = number;
		stranger->party = newcomer;
	}
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
	note_sleepers(charter, number);
}

void charter_take_party_out(struct charter *charter, uint32_t number, const struct enact *enact,
			    uint64_t time)
{
	size_t i;

	charter_change_party(charter, number)->is_gone = true;
	for (i = 0; i < enact->cut_count; i++)
		charter_end_device(charter, &enact->cuts[i]);
	for (i = 0; i < charter_count(charter, LIST_INVITATIONS); i++) {
		const struct charter_invitation *invitation =
			charter_item(charter, LIST_INVITATIONS, i);

		if (invitation->inviter == number && charter_is_invitation_live(invitation, time))
			charter_change_invitation(charter, (uint32_t)i + 1)->is_revoked = true;
	}
	charter_end_recoveries_of_party(charter, number);
	charter_await_rekey(charter);
}

static void take_effect(struct charter *charter, const struct charter_proposal *proposal,
			const struct charter_entry *entry)
{
	const struct enact *enact = &entry->statement->enact;
	uint64_t time = entry->position.time;

	switch (proposal->act) {
	case ACT_ADMIT_PARTY:
		admit(charter, proposal, entry->position.height);
		break;
	case ACT_REMOVE_PARTY:
		charter_take_party_out(charter, proposal->target, enact, time);
		break;
	case ACT_REPLACE_PARTY:
		charter_take_party_out(charter, proposal->admit.replaces, enact, time);
		admit(charter, proposal, entry->position.height);
		break;
	case ACT_SET_RULES:
		charter->rules = proposal->rules;
		break;
	case ACT_SET_SECTORS:
		charter->sectors = proposal->sectors;
		break;
	case ACT_REST_PARTY:
		charter_change_party(charter, proposal->target)->is_resting = true;
		break;
	case ACT_MOVE_SERVER:
		charter->server = proposal->server;
		break;
	case ACT_CLOSE:
		charter->is_closed = true;
		break;
	default:
		charter_enact_own(charter, proposal, enact, time);
		break;
	}
}

static enum result check_certificate(const struct charter *charter, uint32_t number, uint64_t time)
{
	if (charter_is_own_act(charter_proposal_at(charter, number)->act))
		return charter_check_own_certificate(charter, number, time);
	return charter_check_certificate(charter, number, time);
}

enum result charter_apply_enact(struct charter *charter, const struct charter_entry *entry)
{
	uint64_t time = entry->position.time;
	const struct charter_proposal *proposal;
	uint32_t number;
	enum result result;

	result = charter_find_open(charter, entry->statement->enact.proposal, time, &number);
	if (result != OK)
		return result;
	result = check_certificate(charter, number, time);
	if (result != OK)
		return result;
	proposal = charter_proposal_at(charter, number);
	result = check_effect(charter, entry, proposal);
	if (result != OK)
		return result;

	take_effect(charter, proposal, entry);
	charter_change_proposal(charter, number)->is_closed = true;
	/* CHARTER19: what a party decides alone is no part of the plan's constitution, unless
	 * it is one party fewer. */
	if (charter_is_own_act(proposal->act) && proposal->act != ACT_LEAVE) {
		charter_forget_stances(charter, time, false);
		return OK;
	}
	charter_forget_stances(charter, time, true);
	memcpy(charter->constitution, entry->entry_hash, HASH_SIZE);
	return OK;
}
