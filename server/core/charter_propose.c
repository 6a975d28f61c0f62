/* What may be put to the parties: an admission by the newcomer, everything else by a
 * member (CHARTER10, CHARTER20). */
#include <string.h>

#include "core/charter_decide.h"

bool charter_brings_party(enum act act)
{
	return act == ACT_ADMIT_PARTY || act == ACT_REPLACE_PARTY;
}

uint32_t charter_taken_out(const struct charter_proposal *proposal)
{
	if (proposal->act == ACT_REMOVE_PARTY)
		return proposal->target;
	return proposal->act == ACT_REPLACE_PARTY ? proposal->admit.replaces : 0;
}

bool charter_is_proposal_open(const struct charter_proposal *proposal, uint64_t time)
{
	return !proposal->is_closed && proposal->expires > time;
}

enum result charter_find_open(const struct charter *charter, const uint8_t hash[HASH_SIZE],
			      uint64_t time, uint32_t *number_out)
{
	uint32_t number = charter_proposal_number(charter, hash);

	if (number == 0 || charter_proposal_at(charter, number)->is_closed)
		return ERR_NOT_FOUND;
	if (!charter_is_proposal_open(charter_proposal_at(charter, number), time))
		return ERR_EXPIRED;
	*number_out = number;
	return OK;
}

enum result charter_check_lifetime(uint64_t expires, uint64_t time)
{
	if (expires <= time)
		return ERR_EXPIRED;
	return expires - time <= CHARTER_PROPOSAL_SECONDS ? OK : ERR_MALFORMED;
}

/* CHARTER10's pools, with one more by this party. Nobody's proposals keep a party from leaving:
 * own acts are not among them. */
static bool has_room_for_proposal(const struct charter *charter, uint32_t party, uint64_t time)
{
	size_t i, open = 0, own = 0;

	for (i = 0; i < charter_count(charter, LIST_PROPOSALS); i++) {
		const struct charter_proposal *proposal = charter_item(charter, LIST_PROPOSALS, i);

		if (!charter_is_proposal_open(proposal, time) || charter_is_own_act(proposal->act))
			continue;
		open++;
		own += proposal->party == party;
	}
	return open < CHARTER_MAX_OPEN_PROPOSALS && own < CHARTER_MAX_OPEN_PROPOSALS_PER_PARTY;
}

/* That of own acts, with one more by this person. */
static bool has_room_for_own_act(const struct charter *charter, uint32_t person, uint64_t time)
{
	size_t i, open = 0;

	for (i = 0; i < charter_count(charter, LIST_PROPOSALS); i++) {
		const struct charter_proposal *proposal = charter_item(charter, LIST_PROPOSALS, i);

		open += charter_is_proposal_open(proposal, time) &&
			charter_is_own_act(proposal->act) && proposal->person == person;
	}
	return open < CHARTER_MAX_OPEN_OWN_ACTS;
}

/* By the author's party, or an own act by the author's person: whoever could take it back at
 * the last moment stops nobody else. */
static bool is_proposed(const struct charter *charter, const struct charter_device *author,
			enum act act, const uint8_t subject[HASH_SIZE], uint64_t time)
{
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_PROPOSALS); i++) {
		const struct charter_proposal *proposal = charter_item(charter, LIST_PROPOSALS, i);
		bool is_ours = charter_is_own_act(act) ? proposal->person == author->person
						       : proposal->party == author->party;

		if (charter_is_proposal_open(proposal, time) && proposal->act == act && is_ours &&
		    memcmp(proposal->subject_hash, subject, HASH_SIZE) == 0)
			return true;
	}
	return false;
}

/* The caller fills in what is proposed. */
static struct charter_proposal *push_proposal(struct charter *charter,
					      const struct charter_entry *entry)
{
	const struct propose *propose = &entry->statement->propose;
	struct charter_proposal *proposal = charter_push(charter, LIST_PROPOSALS);

	memcpy(proposal->hash, entry->statement_hash, HASH_SIZE);
	memcpy(proposal->subject_hash, entry->subject_hash, HASH_SIZE);
	proposal->act = propose->act;
	proposal->height = entry->position.height;
	proposal->time = entry->position.time;
	proposal->expires = propose->expires;
	return proposal;
}

static enum result check_newcomer(const struct charter *charter, const struct admit_party *admit,
				  const struct charter_invitation *invitation, uint64_t time)
{
	if (!invitation)
		return ERR_NOT_FOUND;
	if (invitation->party != 0 || invitation->sector != admit->sector ||
	    invitation->replaces != admit->replaces || !charter_has_sector(charter, admit->sector))
		return ERR_FORBIDDEN;
	if (invitation->is_used)
		return ERR_USED;
	if (invitation->is_revoked)
		return ERR_ENDED;
	if (!charter_is_invitation_live(invitation, time))
		return ERR_EXPIRED;
	if (!charter_is_person_new(charter, admit->person) ||
	    !charter_are_keys_new(charter, &admit->device))
		return ERR_CONFLICT;
	if (admit->signer_rule == 0 || admit->signer_rule > CHARTER_MAX_SIGNER_RULE)
		return ERR_MALFORMED;
	return OK;
}

static enum result propose_entrance(struct charter *charter, const struct charter_entry *entry)
{
	const struct propose *propose = &entry->statement->propose;
	uint64_t time = entry->position.time;
	const struct charter_invitation *invitation;
	struct charter_proposal *proposal;
	uint32_t number;
	enum result result;

	if ((propose->act == ACT_REPLACE_PARTY) != (propose->admit.replaces != 0))
		return ERR_MALFORMED;
	number = charter_invitation_number(charter, propose->admit.invitation);
	invitation = charter_invitation(charter, propose->admit.invitation);
	result = check_newcomer(charter, &propose->admit, invitation, time);
	if (result != OK)
		return result;
	result = charter_check_lifetime(propose->expires, time);
	if (result != OK)
		return result;
	if (!has_room_for_proposal(charter, invitation->inviter, time))
		return ERR_LIMIT;

	charter_change_invitation(charter, number)->is_used = true;
	proposal = push_proposal(charter, entry);
	proposal->admit = propose->admit;
	proposal->party = invitation->inviter;
	return OK;
}

static enum result check_target(const struct charter *charter, uint32_t target, uint32_t own)
{
	const struct charter_party *party = charter_party_at(charter, target);

	if (!party)
		return ERR_NOT_FOUND;
	if (party->is_gone)
		return ERR_ENDED;
	return target != own && !party->is_resting ? OK : ERR_FORBIDDEN;
}

static enum result check_sectors(const struct charter *charter, const struct sector_list *sectors)
{
	if (!charter_are_sectors_sound(sectors))
		return ERR_MALFORMED;
	return charter_do_sectors_hold_all(charter, sectors->items, sectors->count) ? OK
										    : ERR_CONFLICT;
}

bool charter_is_at(const struct charter *charter, const uint8_t server_key[KEY_SIZE])
{
	return memcmp(charter->server.key, server_key, KEY_SIZE) == 0;
}

static bool is_address_byte(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
	       (byte != 0 && strchr(".-:[]", byte) != NULL);
}

/* An origin and nothing after it: what a device opens is no more than the proposal says. */
static bool is_address_sound(struct bytes address)
{
	size_t i, scheme = 0;

	if (address.size > 8 && memcmp(address.data, "https://", 8) == 0)
		scheme = 8;
	else if (address.size > 7 && memcmp(address.data, "http://", 7) == 0)
		scheme = 7;
	if (scheme == 0 || address.size > MOVE_MAX_ADDRESS_BYTES)
		return false;
	for (i = scheme; i < address.size; i++) {
		if (!is_address_byte(address.data[i]))
			return false;
	}
	return true;
}

static enum result check_move(const struct charter *charter, const struct move_server *move)
{
	if (!is_address_sound(move->address))
		return ERR_MALFORMED;
	return charter_is_at(charter, move->server_key) ? ERR_CONFLICT : OK;
}

static enum result check_subject(const struct charter *charter, const struct propose *propose,
				 const struct charter_device *author)
{
	switch (propose->act) {
	case ACT_REMOVE_PARTY:
	case ACT_REST_PARTY:
		return check_target(charter, propose->party, author->party);
	case ACT_SET_RULES:
		return charter_are_rules_sound(&propose->rules) ? OK : ERR_MALFORMED;
	case ACT_SET_SECTORS:
		return check_sectors(charter, &propose->sectors);
	case ACT_MOVE_SERVER:
		return check_move(charter, &propose->move);
	case ACT_CLOSE:
		return OK;
	default: /* whom an admission or a replacement brings is no member (CHARTER4) */
		return charter_check_own_subject(charter, propose, author);
	}
}

static void fill_server(struct charter_server *server, const struct move_server *move)
{
	memcpy(server->key, move->server_key, KEY_SIZE);
	memcpy(server->address, move->address.data, move->address.size);
	server->address_size = (uint32_t)move->address.size;
}

static void fill_subject(const struct charter *charter, struct charter_proposal *proposal,
			 const struct propose *propose)
{
	switch (propose->act) {
	case ACT_REMOVE_PARTY:
	case ACT_REST_PARTY:
		proposal->target = propose->party;
		break;
	case ACT_SET_RULES:
		charter_copy_rules(&proposal->rules, &propose->rules);
		break;
	case ACT_SET_SECTORS:
		charter_copy_sectors(&proposal->sectors, &propose->sectors);
		break;
	case ACT_MOVE_SERVER:
		fill_server(&proposal->server, &propose->move);
		break;
	case ACT_END_DEVICES:
		proposal->device = propose->ending.device;
		proposal->concerns = charter_person_number(charter, propose->ending.person);
		break;
	case ACT_SET_SIGNERS:
		proposal->signer_rule = propose->signer_rule;
		break;
	case ACT_CLEAR_RECOVERY:
		proposal->concerns = charter_person_number(charter, propose->person);
		break;
	default:
		break;
	}
}

/* Whoever goes needs nobody's trust. */
static bool would_go_itself(const struct charter *charter, const struct propose *propose,
			    uint32_t person)
{
	return propose->act == ACT_END_DEVICES && propose->ending.device == 0 &&
	       charter_person_number(charter, propose->ending.person) == person;
}

static bool has_room(const struct charter *charter, const struct charter_device *author,
		     enum act act, uint64_t time)
{
	return charter_is_own_act(act) ? has_room_for_own_act(charter, author->person, time)
				       : has_room_for_proposal(charter, author->party, time);
}

static enum result propose_change(struct charter *charter, const struct charter_entry *entry)
{
	const struct propose *propose = &entry->statement->propose;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	uint32_t party = author->party, person = author->person;
	uint64_t time = entry->position.time;
	struct charter_proposal *proposal;
	enum result result;

	if (!charter_is_author_confirmed(charter, entry) &&
	    !would_go_itself(charter, propose, person))
		return ERR_FORBIDDEN;
	result = check_subject(charter, propose, author);
	if (result == OK)
		result = charter_check_lifetime(propose->expires, time);
	if (result != OK)
		return result;
	if (is_proposed(charter, author, propose->act, entry->subject_hash, time))
		return ERR_CONFLICT;
	if (!has_room(charter, author, propose->act, time))
		return ERR_LIMIT;
	proposal = push_proposal(charter, entry);
	proposal->party = party;
	proposal->person = person;
	fill_subject(charter, proposal, propose);
	return OK;
}

enum result charter_apply_propose(struct charter *charter, const struct charter_entry *entry)
{
	if (charter_brings_party(entry->statement->propose.act))
		return propose_entrance(charter, entry);
	return propose_change(charter, entry);
}
