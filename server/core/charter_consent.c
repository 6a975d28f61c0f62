/* Constitutional acts: propose, consent, enact (CHARTER10 to 15). The counting
 * that decides who becomes a co-owner is here, and nowhere else. */
#include <string.h>

#include "core/charter_state.h"

#define SECONDS_PER_DAY 86400u
/* Sector numbers are at most 16, so that a set of them is a word. */
#define SECTOR_BIT(sector) (1u << (sector))

static uint32_t count_bits(uint32_t set)
{
	uint32_t count = 0;

	for (; set != 0; set &= set - 1)
		count++;
	return count;
}

static bool is_open(const struct charter_proposal *proposal, uint64_t time)
{
	return !proposal->is_enacted && proposal->expires > time;
}

/* CHARTER10's pools, with one more by this party. */
static bool has_room_for_proposal(const struct charter *charter, uint32_t inviter, uint64_t time)
{
	const struct charter_proposal *items = charter->lists[LIST_PROPOSALS].items;
	size_t i, open = 0, own = 0;

	for (i = 0; i < charter->lists[LIST_PROPOSALS].count; i++) {
		if (!is_open(&items[i], time))
			continue;
		open++;
		own += items[i].inviter == inviter;
	}
	return open < CHARTER_MAX_OPEN_PROPOSALS && own < CHARTER_MAX_OPEN_PROPOSALS_PER_PARTY;
}

static enum result check_lifetime(uint64_t expires, uint64_t time)
{
	if (expires <= time)
		return ERR_EXPIRED;
	return expires - time <= CHARTER_PROPOSAL_SECONDS ? OK : ERR_MALFORMED;
}

static enum result check_newcomer(const struct charter *charter, const struct admit_party *admit,
				  const struct charter_invitation *invitation, uint64_t time)
{
	if (!invitation)
		return ERR_NOT_FOUND;
	if (invitation->party != 0 || invitation->sector != admit->sector)
		return ERR_FORBIDDEN;
	if (invitation->is_used)
		return ERR_USED;
	if (!charter_is_invitation_live(invitation, time))
		return ERR_EXPIRED;
	if (!charter_is_person_new(charter, admit->person) ||
	    !charter_are_keys_new(charter, &admit->device))
		return ERR_CONFLICT;
	if (admit->signer_rule == 0 || admit->signer_rule > CHARTER_MAX_SIGNER_RULE)
		return ERR_MALFORMED;
	return OK;
}

enum result charter_apply_propose(struct charter *charter, const struct charter_entry *entry)
{
	const struct propose *propose = &entry->statement->propose;
	uint64_t time = entry->position.time;
	struct charter_invitation *invitation;
	struct charter_proposal *proposal;
	enum result result;

	invitation = charter_invitation_by_key(charter, propose->admit.invitation);
	result = check_newcomer(charter, &propose->admit, invitation, time);
	if (result != OK)
		return result;
	result = check_lifetime(propose->expires, time);
	if (result != OK)
		return result;
	if (!has_room_for_proposal(charter, invitation->inviter, time))
		return ERR_LIMIT;
	result = charter_reserve(charter, LIST_PROPOSALS, 1);
	if (result != OK)
		return result;

	invitation->is_used = true;
	memcpy(invitation->used_by, entry->statement_hash, HASH_SIZE);
	proposal = charter_push(charter, LIST_PROPOSALS);
	memcpy(proposal->hash, entry->statement_hash, HASH_SIZE);
	memcpy(proposal->subject_hash, entry->subject_hash, HASH_SIZE);
	proposal->admit = propose->admit;
	proposal->inviter = invitation->inviter;
	proposal->height = entry->position.height;
	proposal->time = time;
	proposal->expires = propose->expires;
	return OK;
}

/* Known, not enacted, alive: its number, from 1. */
static enum result find_open(const struct charter *charter, const uint8_t hash[HASH_SIZE],
			     uint64_t time, uint32_t *number_out)
{
	uint32_t number = charter_proposal_number(charter, hash);

	if (number == 0 || charter_proposal_at(charter, number)->is_enacted)
		return ERR_NOT_FOUND;
	if (!is_open(charter_proposal_at(charter, number), time))
		return ERR_EXPIRED;
	*number_out = number;
	return OK;
}

/* CHARTER14: nobody is admitted to decide what was asked before. */
static bool may_vote(const struct charter *charter, uint32_t party,
		     const struct charter_proposal *proposal)
{
	return charter_party_at(charter, party)->admitted_height < proposal->height;
}

static bool has_live_consent(const struct charter *charter, uint32_t proposal, uint32_t person,
			     uint64_t time)
{
	const struct charter_consent *items = charter->lists[LIST_CONSENTS].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_CONSENTS].count; i++) {
		if (items[i].proposal == proposal && items[i].person == person &&
		    items[i].expires > time)
			return true;
	}
	return false;
}

static enum result check_consent(const struct charter *charter, const struct charter_entry *entry,
				 uint32_t *number_out)
{
	const struct consent *consent = &entry->statement->consent;
	const struct charter_device *author = charter_device_at(charter, entry->statement->device);
	const struct charter_proposal *proposal;
	uint32_t number;
	enum result result;

	result = find_open(charter, consent->proposal, entry->position.time, &number);
	if (result != OK)
		return result;
	proposal = charter_proposal_at(charter, number);
	if (!charter_person_at(charter, author->person)->is_confirmed ||
	    !may_vote(charter, author->party, proposal))
		return ERR_FORBIDDEN;
	if (memcmp(consent->subject, proposal->subject_hash, HASH_SIZE) != 0)
		return ERR_MALFORMED;
	if (memcmp(consent->constitution, charter->constitution, HASH_SIZE) != 0)
		return ERR_STALE_CHARTER;
	result = check_lifetime(consent->expires, entry->position.time);
	if (result != OK)
		return result;
	if (has_live_consent(charter, number, author->person, entry->position.time))
		return ERR_CONFLICT;
	*number_out = number;
	return OK;
}

enum result charter_apply_consent(struct charter *charter, const struct charter_entry *entry)
{
	struct charter_consent *consent;
	uint32_t number = 0;
	enum result result;

	result = check_consent(charter, entry, &number);
	if (result != OK)
		return result;
	result = charter_reserve(charter, LIST_CONSENTS, 1);
	if (result != OK)
		return result;
	consent = charter_push(charter, LIST_CONSENTS);
	consent->proposal = number;
	consent->person = charter_device_at(charter, entry->statement->device)->person;
	consent->expires = entry->statement->consent.expires;
	return OK;
}

/* Distinct persons of the party with a live consent. A person has one at most,
 * so that consents are persons. */
static uint32_t count_party_consents(const struct charter *charter, uint32_t number, uint32_t party,
				     uint64_t time)
{
	const struct charter_consent *items = charter->lists[LIST_CONSENTS].items;
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < charter->lists[LIST_CONSENTS].count; i++) {
		if (items[i].proposal == number && items[i].expires > time &&
		    charter_person_at(charter, items[i].person)->party == party &&
		    charter_has_active_device(charter, items[i].person))
			count++;
	}
	return count;
}

struct tally {
	uint32_t parties; /* that may vote */
	uint32_t sectors; /* of these, a set */
	uint32_t consenting_parties;
	uint32_t consenting_sectors; /* a set */
};

static struct tally count_votes(const struct charter *charter, uint32_t number, uint64_t time)
{
	const struct charter_proposal *proposal = charter_proposal_at(charter, number);
	struct tally tally = {0};
	uint32_t party;

	for (party = 1; party <= charter_party_count(charter); party++) {
		uint32_t sector = SECTOR_BIT(charter_party_at(charter, party)->sector);

		if (!may_vote(charter, party, proposal))
			continue;
		tally.parties++;
		tally.sectors |= sector;
		if (count_party_consents(charter, number, party, time) <
		    charter_signers_needed(charter, party))
			continue;
		tally.consenting_parties++;
		tally.consenting_sectors |= sector;
	}
	return tally;
}

/* Floors hold below every rule: a majority of parties from two sectors, and
 * everybody while the plan is too small for a majority to mean anything. */
static uint32_t parties_needed(const struct tally *tally, const struct rule *rule)
{
	uint32_t needed = tally->parties / 2 + 1;

	if (tally->parties < 3 || count_bits(tally->sectors) < 2)
		return tally->parties;
	if (rule->parties > needed)
		needed = rule->parties;
	return needed < tally->parties ? needed : tally->parties;
}

static uint32_t sectors_needed(const struct tally *tally, const struct rule *rule)
{
	uint32_t all = count_bits(tally->sectors), needed = all < 2 ? all : 2;

	if (rule->sectors > needed)
		needed = rule->sectors;
	return needed < all ? needed : all;
}

static struct rule rule_of(const struct charter *charter, enum act act)
{
	struct rule rule = {act, 1, 1, CHARTER_DEFAULT_NOTICE_DAYS};
	size_t i;

	for (i = 0; i < charter->rule_count; i++) {
		if (charter->rules[i].act == act)
			rule = charter->rules[i];
	}
	return rule;
}

/* CHARTER12 and CHARTER13. */
static enum result check_certificate(const struct charter *charter, uint32_t number, uint64_t time)
{
	const struct charter_proposal *proposal = charter_proposal_at(charter, number);
	struct tally tally = count_votes(charter, number, time);
	struct rule rule = rule_of(charter, ACT_ADMIT_PARTY);
	uint32_t sector = SECTOR_BIT(proposal->admit.sector);

	if (tally.consenting_parties < parties_needed(&tally, &rule) ||
	    count_bits(tally.consenting_sectors) < sectors_needed(&tally, &rule))
		return ERR_NO_CONSENT;
	if ((tally.sectors & sector) && !(tally.consenting_sectors & sector))
		return ERR_NO_CONSENT;
	if (tally.consenting_parties == tally.parties)
		return OK;
	return time - proposal->time >= (uint64_t)rule.notice_days * SECONDS_PER_DAY ? OK
										     : ERR_NOTICE;
}

static enum result check_enacted_keys(const struct charter *charter, const struct enact *enact,
				      const struct admit_party *admit)
{
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

static enum result check_enact(const struct charter *charter, const struct charter_entry *entry,
			       uint32_t *number_out)
{
	const struct enact *enact = &entry->statement->enact;
	uint64_t time = entry->position.time;
	uint32_t number;
	enum result result;

	result = find_open(charter, enact->proposal, time, &number);
	if (result != OK)
		return result;
	result = check_certificate(charter, number, time);
	if (result != OK)
		return result;
	if (charter_party_count(charter) >= CHARTER_MAX_PARTIES ||
	    charter_holder_count(charter, time) >= CHARTER_MAX_DEVICES)
		return ERR_LIMIT;
	result = check_enacted_keys(charter, enact, &charter_proposal_at(charter, number)->admit);
	if (result == OK)
		*number_out = number;
	return result;
}

static void admit(struct charter *charter, struct charter_proposal *proposal,
		  const struct charter_entry *entry)
{
	struct charter_party *party = charter_push(charter, LIST_PARTIES);
	uint32_t number = charter_party_count(charter), person;

	party->sector = proposal->admit.sector;
	party->signer_rule = proposal->admit.signer_rule;
	party->admitted_height = entry->position.height;
	person = charter_add_person(charter, proposal->admit.person, number, true);
	charter_add_device(charter, &proposal->admit.device, number, person);
	proposal->is_enacted = true;
	charter->lists[LIST_CONSENTS].count = 0;
	memcpy(charter->constitution, entry->entry_hash, HASH_SIZE);
}

enum result charter_apply_enact(struct charter *charter, const struct charter_entry *entry)
{
	uint32_t number = 0;
	enum result result;

	result = check_enact(charter, entry, &number);
	if (result != OK)
		return result;
	result = charter_reserve(charter, LIST_PARTIES, 1);
	if (result == OK)
		result = charter_reserve(charter, LIST_PERSONS, 1);
	if (result == OK)
		result = charter_reserve(charter, LIST_DEVICES, 1);
	if (result == OK)
		admit(charter, charter_proposal_at(charter, number), entry);
	return result;
}
