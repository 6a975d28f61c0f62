/* Acts within a party: invite, join, confirm, retire, revoke (CHARTER6 to 9, 17, 18, 25). */
#include <string.h>

#include "core/charter_decide.h"

/* The key that an invitation or an enactment carries along: none, or room 0's
 * current one for this box key. */
static enum result check_carried_key(const struct charter *charter, const struct sealed_key *sealed,
				     size_t count, const uint8_t box_key[KEY_SIZE])
{
	if (count != (charter->room.has_epoch ? 1u : 0u))
		return ERR_MALFORMED;
	if (count == 1 &&
	    (sealed[0].room != 0 || memcmp(sealed[0].box_key, box_key, KEY_SIZE) != 0))
		return ERR_MALFORMED;
	return OK;
}

static enum result check_invite_form(const struct charter *charter,
				     const struct charter_entry *entry)
{
	const struct invite *invite = &entry->statement->invite;
	uint32_t own = charter_device_at(charter, entry->statement->device)->party;

	if (invite->party == 0)
		return charter_has_sector(charter, invite->sector) && invite->sealed_count == 0
			       ? OK
			       : ERR_MALFORMED;
	if (invite->party != own || invite->sector != 0)
		return ERR_MALFORMED;
	return check_carried_key(charter, invite->sealed, invite->sealed_count,
				 invite->keys.box_key);
}

static enum result check_invite(const struct charter *charter, const struct charter_entry *entry)
{
	const struct invite *invite = &entry->statement->invite;
	uint64_t time = entry->position.time;
	enum result result;

	if (!charter_party_acts(charter, entry->statement))
		return ERR_FORBIDDEN;
	result = check_invite_form(charter, entry);
	if (result != OK)
		return result;
	if (invite->expires <= time)
		return ERR_EXPIRED;
	if (invite->expires - time > CHARTER_INVITATION_SECONDS)
		return ERR_MALFORMED;
	if (!charter_are_keys_new(charter, &invite->keys))
		return ERR_CONFLICT;
	if (invite->sealed_count == 1 &&
	    memcmp(invite->sealed[0].epoch, charter->room.epoch, HASH_SIZE) != 0)
		return ERR_STALE_EPOCH;
	return charter_holder_count(charter, time) < CHARTER_MAX_DEVICES ? OK : ERR_LIMIT;
}

enum result charter_apply_invite(struct charter *charter, const struct charter_entry *entry)
{
	const struct invite *invite = &entry->statement->invite;
	struct charter_invitation *invitation;
	enum result result;

	result = check_invite(charter, entry);
	if (result != OK)
		return result;
	result = charter_reserve(charter, LIST_INVITATIONS, 1);
	if (result != OK)
		return result;
	invitation = charter_push(charter, LIST_INVITATIONS);
	invitation->keys = invite->keys;
	invitation->party = invite->party;
	invitation->sector = invite->sector;
	invitation->inviter = charter_device_at(charter, entry->statement->device)->party;
	invitation->expires = invite->expires;
	return OK;
}

static enum result check_join(const struct charter *charter, const struct charter_entry *entry)
{
	const struct join *join = &entry->statement->join;
	const struct charter_invitation *invitation;
	uint64_t time = entry->position.time;

	invitation = charter_invitation_by_key(charter, join->invitation);
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
	if (!charter_is_person_new(charter, join->person) ||
	    !charter_are_keys_new(charter, &join->device))
		return ERR_CONFLICT;
	/* The device takes the invitation's place in the pool of those at a time. */
	if (charter_party_at(charter, invitation->party)->device_total >=
	    CHARTER_MAX_DEVICES_PER_PARTY)
		return ERR_LIMIT;
	return OK;
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
	result = charter_reserve(charter, LIST_PERSONS, 1);
	if (result != OK)
		return result;
	result = charter_reserve(charter, LIST_DEVICES, 1);
	if (result != OK)
		return result;
	invitation = charter_invitation_by_key(charter, join->invitation);
	invitation->is_used = true;
	memcpy(invitation->used_by, entry->statement_hash, HASH_SIZE);
	person = charter_add_person(charter, join->person, invitation->party, false);
	charter_add_device(charter, &join->device, invitation->party, person);
	return OK;
}

enum result charter_apply_confirm(struct charter *charter, const struct charter_entry *entry)
{
	uint32_t own = charter_device_at(charter, entry->statement->device)->party;
	struct charter_person *person;

	if (!charter_party_acts(charter, entry->statement))
		return ERR_FORBIDDEN;
	person = charter_person_at(
		charter, charter_person_number(charter, entry->statement->confirm.person));
	if (!person || person->party != own)
		return ERR_NOT_FOUND;
	if (person->is_confirmed)
		return ERR_CONFLICT;
	person->is_confirmed = true;
	return OK;
}

/* Whether the party would still have a signer (CHARTER6). */
static bool has_signer_without(const struct charter *charter, uint32_t party,
			       const struct charter_device *without)
{
	uint32_t index;

	for (index = 1; index <= charter_device_count(charter); index++) {
		const struct charter_device *device = charter_device_at(charter, index);

		if (device != without && device->party == party && !device->is_ended &&
		    charter_person_at(charter, device->person)->is_confirmed)
			return true;
	}
	return false;
}

enum result charter_apply_retire(struct charter *charter, const struct charter_entry *entry)
{
	const struct retire *retire = &entry->statement->retire;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	struct charter_device *device = charter_device_at(charter, retire->cut.device);

	if (!device)
		return ERR_NOT_FOUND;
	if (device->person != author->person)
		return ERR_FORBIDDEN;
	if (device->is_ended)
		return ERR_ENDED;
	if (!has_signer_without(charter, device->party, device))
		return ERR_FORBIDDEN;
	if (!entry->cuts_fit)
		return ERR_CONFLICT;
	charter_end_device(device, &retire->cut);
	charter_await_rekey(charter);
	return OK;
}

enum result charter_apply_revoke(struct charter *charter, const struct charter_entry *entry)
{
	uint32_t own = charter_device_at(charter, entry->statement->device)->party;
	struct charter_invitation *invitation;

	if (!charter_party_acts(charter, entry->statement))
		return ERR_FORBIDDEN;
	invitation = charter_invitation_by_key(charter, entry->statement->revoke.invitation);
	if (!invitation)
		return ERR_NOT_FOUND;
	if (invitation->inviter != own)
		return ERR_FORBIDDEN;
	if (invitation->is_used)
		return ERR_USED;
	if (invitation->is_revoked)
		return ERR_ENDED;
	if (!charter_is_invitation_live(invitation, entry->position.time))
		return ERR_EXPIRED;
	invitation->is_revoked = true;
	if (invitation->party != 0)
		charter_await_rekey(charter);
	return OK;
}
