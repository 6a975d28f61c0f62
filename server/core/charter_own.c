/* What a party decides alone: whose devices end, how many sign, that it leaves (CHARTER20,
 * CHARTER27). */
#include <string.h>

#include "core/charter_decide.h"

#define SECONDS_PER_DAY 86400u

bool charter_is_own_act(enum act act)
{
	return act >= ACT_END_DEVICES;
}

/* The person of the party that is named; 0 where there is none. */
static uint32_t find_member(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE],
			    uint32_t party)
{
	uint32_t number = charter_person_number(charter, id);

	return number != 0 && charter_person_at(charter, number)->party == party ? number : 0;
}

static bool is_anything_left(const struct charter *charter, uint32_t person)
{
	return charter_person_at(charter, person)->active_devices > 0 ||
	       charter_recovery_of(charter, person) != NULL;
}

static enum result check_ending(const struct charter *charter, const struct end_devices *ending,
				uint32_t party)
{
	uint32_t person = find_member(charter, ending->person, party);
	const struct charter_device *device;

	if (person == 0)
		return ERR_NOT_FOUND;
	if (ending->device == 0)
		return is_anything_left(charter, person) ? OK : ERR_ENDED;
	device = charter_device_at(charter, ending->device);
	if (!device || device->person != person)
		return ERR_NOT_FOUND;
	return device->is_ended ? ERR_ENDED : OK;
}

static enum result check_clearing(const struct charter *charter, const struct propose *propose,
				  const struct charter_device *author)
{
	uint32_t person = find_member(charter, propose->person, author->party);

	if (person == 0 || !charter_recovery_of(charter, person))
		return ERR_NOT_FOUND;
	/* Whoever finds a phone open clears nobody's words where others can be asked; where there
	 * are too few to ask, the time is longer. */
	return person != author->person || charter_signer_count(charter, author->party) <=
						   CHARTER_CLEARING_OWN_MAX_SIGNERS
		       ? OK
		       : ERR_FORBIDDEN;
}

enum result charter_check_own_subject(const struct charter *charter, const struct propose *propose,
				      const struct charter_device *author)
{
	switch (propose->act) {
	case ACT_END_DEVICES:
		return check_ending(charter, &propose->ending, author->party);
	case ACT_SET_SIGNERS:
		return propose->signer_rule >= 1 && propose->signer_rule <= CHARTER_MAX_SIGNER_RULE
			       ? OK
			       : ERR_MALFORMED;
	case ACT_LEAVE:
		return charter_active_party_count(charter) > 1 ? OK : ERR_FORBIDDEN;
	default:
		return check_clearing(charter, propose, author);
	}
}

/* Whether the party's other signers agree. Whoever it concerns cannot stop more than half of
 * them; any other can. */
static bool do_others_agree(const struct charter *charter, uint32_t number,
			    const struct charter_proposal *proposal, uint64_t time)
{
	uint32_t consents = 0, needed = charter_signers_needed(charter, proposal->party);
	bool is_resisted = false;
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_STANCES); i++) {
		const struct charter_stance *stance = charter_item(charter, LIST_STANCES, i);

		if (stance->proposal != number || !charter_is_signer(charter, stance->person))
			continue;
		if (stance->is_objection && stance->person != proposal->concerns)
			return false;
		if (stance->is_objection)
			is_resisted = true;
		else
			consents += stance->expires > time;
	}
	if (proposal->act == ACT_CLEAR_RECOVERY && needed < CHARTER_CLEARING_MIN_SIGNERS)
		needed = CHARTER_CLEARING_MIN_SIGNERS;
	if (consents < needed)
		return false;
	return !is_resisted || 2 * consents > charter_signer_count(charter, proposal->party);
}

static bool is_about_itself(const struct charter_proposal *proposal)
{
	return proposal->concerns != 0 && proposal->concerns == proposal->person;
}

static uint64_t notice_of(const struct charter *charter, const struct charter_proposal *proposal)
{
	uint64_t days = CHARTER_OWN_NOTICE_DAYS;

	if (proposal->concerns != 0 &&
	    !charter_person_at(charter, proposal->concerns)->is_confirmed)
		return 0;
	if (proposal->act == ACT_CLEAR_RECOVERY)
		days = is_about_itself(proposal) ? CHARTER_CLEARING_OWN_NOTICE_DAYS
						 : CHARTER_CLEARING_NOTICE_DAYS;
	return days * SECONDS_PER_DAY;
}

enum result charter_check_own_certificate(const struct charter *charter, uint32_t number,
					  uint64_t time)
{
	const struct charter_proposal *proposal = charter_proposal_at(charter, number);

	if (!is_about_itself(proposal) && !do_others_agree(charter, number, proposal, time))
		return ERR_NO_CONSENT;
	return time - proposal->time >= notice_of(charter, proposal) ? OK : ERR_NOTICE;
}

static enum result check_ended(const struct charter *charter,
			       const struct charter_proposal *proposal, const struct enact *enact)
{
	if (charter_keeps_signer(charter, proposal->party, 0, 0) &&
	    !charter_keeps_signer(charter, proposal->party, proposal->concerns, enact->cut_count))
		return ERR_FORBIDDEN;
	if (proposal->device != 0)
		return enact->cut_count > 0 ? OK : ERR_ENDED;
	return is_anything_left(charter, proposal->concerns) ? OK : ERR_ENDED;
}

static enum result check_leaving(const struct charter *charter, uint32_t number)
{
	const struct charter_party *party = charter_party_at(charter, number);

	if (party->is_gone)
		return ERR_ENDED;
	if (party->is_resting)
		return ERR_FORBIDDEN;
	return charter_active_party_count(charter) > 1 ? OK : ERR_FORBIDDEN;
}

enum result charter_check_own_effect(const struct charter *charter,
				     const struct charter_proposal *proposal,
				     const struct enact *enact)
{
	switch (proposal->act) {
	case ACT_END_DEVICES:
		return check_ended(charter, proposal, enact);
	case ACT_LEAVE:
		return check_leaving(charter, proposal->party);
	case ACT_CLEAR_RECOVERY:
		return charter_recovery_of(charter, proposal->concerns) ? OK : ERR_NOT_FOUND;
	default:
		return OK;
	}
}

/* What the ended device invited, or where all end whatever any of the person's ever did. */
static void revoke_invitations_of(struct charter *charter, const struct charter_proposal *proposal,
				  uint64_t time)
{
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_INVITATIONS); i++) {
		const struct charter_invitation *invitation =
			charter_item(charter, LIST_INVITATIONS, i);
		uint32_t inviter = invitation->inviter_device;
		bool is_theirs =
			proposal->device != 0
				? inviter == proposal->device
				: charter_device_at(charter, inviter)->person == proposal->concerns;

		if (is_theirs && charter_is_invitation_live(invitation, time))
			charter_change_invitation(charter, (uint32_t)i + 1)->is_revoked = true;
	}
}

static void end_devices(struct charter *charter, const struct charter_proposal *proposal,
			const struct enact *enact, uint64_t time)
{
	size_t i;

	for (i = 0; i < enact->cut_count; i++)
		charter_end_device(charter, &enact->cuts[i]);
	revoke_invitations_of(charter, proposal, time);
	charter_revoke_further_devices(charter, proposal->concerns, time);
	if (proposal->device == 0)
		charter_end_recovery(charter, proposal->concerns);
	charter_await_rekey(charter);
}

void charter_enact_own(struct charter *charter, const struct charter_proposal *proposal,
		       const struct enact *enact, uint64_t time)
{
	switch (proposal->act) {
	case ACT_END_DEVICES:
		end_devices(charter, proposal, enact, time);
		break;
	case ACT_SET_SIGNERS:
		charter_change_party(charter, proposal->party)->signer_rule = proposal->signer_rule;
		break;
	case ACT_LEAVE:
		charter_take_party_out(charter, proposal->party, enact, time);
		break;
	default:
		charter_end_recovery(charter, proposal->concerns);
		charter_await_rekey(charter);
		break;
	}
}
