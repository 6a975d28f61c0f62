/* Acts within a party: invite, join, confirm, retire, revoke (CHARTER6 to 9, 17, 18, 25). */
#include <string.h>

#include "core/charter_decide.h"

/* Whom the invitation brings: somebody into the author's party, or a new party. */
static enum result check_invite_form(const struct charter *charter, const struct invite *invite,
				     const struct charter_device *author)
{
	const struct charter_person *person = charter_person_at(charter, author->person);

	if (invite->party == 0)
		return charter_has_sector(charter, invite->sector) && !invite->has_person &&
				       invite->sealed_count == 0
			       ? OK
			       : ERR_MALFORMED;
	if (invite->party != author->party || invite->sector != 0 || invite->replaces != 0)
		return ERR_MALFORMED;
	if (invite->has_person && memcmp(invite->person, person->id, PERSON_ID_SIZE) != 0)
		return ERR_MALFORMED;
	if (invite->has_person && invite->sealed_count == 0)
		return OK;
	return charter_check_carried_key(charter, invite->sealed, invite->sealed_count,
					 invite->keys.box_key);
}

static enum result check_replaced(const struct charter *charter, const struct invite *invite,
				  uint32_t own)
{
	const struct charter_party *party = charter_party_at(charter, invite->replaces);

	if (invite->replaces == 0)
		return OK;
	if (!party)
		return ERR_NOT_FOUND;
	if (party->is_gone)
		return ERR_ENDED;
	return invite->replaces != own && party->sector == invite->sector && !party->is_resting
		       ? OK
		       : ERR_FORBIDDEN;
}

static enum result check_invite_lifetime(const struct invite *invite, uint64_t time)
{
	uint64_t most =
		invite->has_person ? CHARTER_FURTHER_DEVICE_SECONDS : CHARTER_INVITATION_SECONDS;

	if (invite->expires <= time)
		return ERR_EXPIRED;
	return invite->expires - time <= most ? OK : ERR_MALFORMED;
}

static enum result check_invite(const struct charter *charter, const struct charter_entry *entry)
{
	const struct invite *invite = &entry->statement->invite;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint64_t time = entry->position.time;
	enum result result;

	if (!charter_is_author_confirmed(charter, entry) && !invite->has_person)
		return ERR_FORBIDDEN;
	result = check_invite_form(charter, invite, author);
	if (result == OK)
		result = check_replaced(charter, invite, author->party);
	if (result == OK)
		result = check_invite_lifetime(invite, time);
	if (result != OK)
		return result;
	if (!charter_are_keys_new(charter, &invite->keys))
		return ERR_CONFLICT;
	if (!charter_is_key_current(charter, invite->sealed, invite->sealed_count))
		return ERR_STALE_EPOCH;
	return charter_holder_count(charter, time) < CHARTER_MAX_DEVICES ? OK : ERR_LIMIT;
}

enum result charter_apply_invite(struct charter *charter, const struct charter_entry *entry)
{
	const struct invite *invite = &entry->statement->invite;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	struct charter_invitation *invitation;
	enum result result;

	result = check_invite(charter, entry);
	if (result != OK)
		return result;
	invitation = charter_push(charter, LIST_INVITATIONS);
	invitation->keys = invite->keys;
	invitation->party = invite->party;
	invitation->sector = invite->sector;
	invitation->replaces = invite->replaces;
	invitation->person = invite->has_person ? author->person : 0;
	invitation->inviter = author->party;
	invitation->inviter_device = entry->statement->device;
	invitation->expires = invite->expires;
	return OK;
}

/* A new one, or the one that the invitation is for. */
static bool is_person_expected(const struct charter *charter, const struct join *join,
			       const struct charter_invitation *invitation)
{
	if (invitation->person == 0)
		return charter_is_person_new(charter, join->person);
	return charter_person_number(charter, join->person) == invitation->person;
}

static enum result check_join(const struct charter *charter, const struct charter_entry *entry)
{
	const struct join *join = &entry->statement->join;
	const struct charter_invitation *invitation;
	uint64_t time = entry->position.time;

	invitation = charter_invitation(charter, join->invitation);
	if (!invitation)
		return ERR_NOT_FOUND;
	if (invitation->party == 0)
		return ERR_FORBIDDEN;
	if (invitation->is_used)
		return ERR_USED;
	if (invitation->is_revoked)
		return ERR_ENDED;
	if (!charter_is_invitation_live(invitation, time))
		return ERR_EXPIRED;
	if (!is_person_expected(charter, join, invitation) ||
	    !charter_are_keys_new(charter, &join->device))
		return ERR_CONFLICT;
	/* The device takes the invitation's place in the pool of those at a time. */
	return charter_has_device_number(charter, invitation->party, invitation->person)
		       ? OK
		       : ERR_LIMIT;
}

enum result charter_apply_join(struct charter *charter, const struct charter_entry *entry)
{
	const struct join *join = &entry->statement->join;
	struct charter_invitation *invitation;
	uint32_t person;
	enum result result;

	result = check_join(charter, entry);
	if (result != OK)
		return result;
	invitation = charter_change_invitation(
		charter, charter_invitation_number(charter, join->invitation));
	invitation->is_used = true;
	person = invitation->person;
	if (person == 0)
		person = charter_add_person(charter, join->person, invitation->party, false);
	charter_add_device(charter, &join->device, invitation->party, person);
	return OK;
}

static bool has_confirmed(const struct charter *charter, uint32_t by, uint32_t person)
{
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_CONFIRMATIONS); i++) {
		const struct charter_confirmation *said =
			charter_item(charter, LIST_CONFIRMATIONS, i);

		if (said->by == by && said->person == person)
			return true;
	}
	return false;
}

/* Whoever spoke for the person and signs for nobody now is not counted. */
static bool have_enough_confirmed(const struct charter *charter, uint32_t person)
{
	uint32_t voices = 0, party = charter_person_at(charter, person)->party;
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_CONFIRMATIONS); i++) {
		const struct charter_confirmation *said =
			charter_item(charter, LIST_CONFIRMATIONS, i);

		voices += said->person == person && charter_is_signer(charter, said->by);
	}
	return voices >= charter_signers_needed(charter, party);
}

enum result charter_apply_confirm(struct charter *charter, const struct charter_entry *entry)
{
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint32_t number = charter_person_number(charter, entry->statement->confirm.person);
	const struct charter_person *person = charter_person_at(charter, number);
	struct charter_confirmation *confirmation;

	if (!charter_is_author_confirmed(charter, entry))
		return ERR_FORBIDDEN;
	if (!person || person->party != author->party)
		return ERR_NOT_FOUND;
	if (person->active_devices == 0)
		return ERR_ENDED;
	if (person->is_confirmed || has_confirmed(charter, author->person, number))
		return ERR_CONFLICT;
	confirmation = charter_push(charter, LIST_CONFIRMATIONS);
	confirmation->by = author->person;
	confirmation->person = number;
	/* Here alone: nobody becomes a signer by what is said of others. */
	if (have_enough_confirmed(charter, number))
		charter_change_person(charter, number)->is_confirmed = true;
	return OK;
}

enum result charter_apply_retire(struct charter *charter, const struct charter_entry *entry)
{
	const struct retire *retire = &entry->statement->retire;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	const struct charter_device *device = charter_device_at(charter, retire->cut.device);

	if (!device)
		return ERR_NOT_FOUND;
	if (device->person != author->person)
		return ERR_FORBIDDEN;
	if (device->is_ended)
		return ERR_ENDED;
	if (!charter_keeps_signer(charter, device->party, device->person, 1))
		return ERR_FORBIDDEN;
	if (!entry->cuts_fit)
		return ERR_CONFLICT;
	charter_end_device(charter, &retire->cut);
	charter_revoke_further_devices(charter, author->person, entry->position.time);
	charter_await_rekey(charter);
	return OK;
}

enum result charter_apply_revoke(struct charter *charter, const struct charter_entry *entry)
{
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint32_t number = charter_invitation_number(charter, entry->statement->revoke.invitation);
	const struct charter_invitation *invitation =
		charter_invitation(charter, entry->statement->revoke.invitation);

	if (!invitation)
		return ERR_NOT_FOUND;
	if (invitation->inviter != author->party ||
	    (!charter_is_author_confirmed(charter, entry) && invitation->person != author->person))
		return ERR_FORBIDDEN;
	if (invitation->is_used)
		return ERR_USED;
	if (invitation->is_revoked)
		return ERR_ENDED;
	if (!charter_is_invitation_live(invitation, entry->position.time))
		return ERR_EXPIRED;
	charter_change_invitation(charter, number)->is_revoked = true;
	if (invitation->party != 0)
		charter_await_rekey(charter);
	return OK;
}
