/* The counting that decides what becomes of a plan (CHARTER12 to CHARTER14): here, and
 * nowhere else. */
#include "core/charter_decide.h"

#define SECONDS_PER_DAY 86400u
/* Sector numbers are at most 16, so that a set of them is a word. */
#define SECTOR_BIT(sector) (1u << (sector))

struct tally {
	uint32_t parties;       /* n */
	uint32_t sectors;       /* of these, a set: S */
	uint32_t other_sectors; /* of these, without whom it would take out */
	uint32_t consenting_parties;
	uint32_t consenting_sectors; /* a set */
};

static uint32_t count_bits(uint32_t set)
{
	uint32_t count = 0;

	for (; set != 0; set &= set - 1)
		count++;
	return count;
}

bool charter_may_vote(const struct charter *charter, uint32_t party,
		      const struct charter_proposal *proposal)
{
	const struct charter_party *voter = charter_party_at(charter, party);

	if (charter_is_own_act(proposal->act) && party != proposal->party)
		return false;
	return !voter->is_gone && voter->admitted_height < proposal->height &&
	       charter_is_counted(charter, party, proposal);
}

/* A person has one live stance at most, so that consents are persons. */
static bool does_consent(const struct charter *charter, uint32_t number, uint32_t party,
			 uint64_t time)
{
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_STANCES); i++) {
		const struct charter_stance *stance = charter_item(charter, LIST_STANCES, i);

		if (stance->proposal != number ||
		    charter_person_at(charter, stance->person)->party != party ||
		    !charter_is_signer(charter, stance->person))
			continue;
		if (stance->is_objection)
			return false;
		count += stance->expires > time;
	}
	return count >= charter_signers_needed(charter, party);
}

/* What was asked of few does not bind many: whoever came since is counted, though it
 * has no say. An admission is different: several newcomers ask at one time; and so is a rest,
 * which all the others must want. */
static bool does_count(const struct charter *charter, uint32_t party,
		       const struct charter_proposal *proposal)
{
	const struct charter_party *counted = charter_party_at(charter, party);

	if (proposal->act == ACT_REST_PARTY && proposal->target == party)
		return false;
	if (proposal->act == ACT_ADMIT_PARTY || proposal->act == ACT_REST_PARTY)
		return charter_may_vote(charter, party, proposal) && !counted->is_resting;
	/* Whoever sleeps cannot say where to go, and must not keep the others from going. */
	if (proposal->act == ACT_MOVE_SERVER && counted->is_resting)
		return false;
	return !counted->is_gone && charter_is_counted(charter, party, proposal);
}

static struct tally count_votes(const struct charter *charter, uint32_t number, uint64_t time)
{
	const struct charter_proposal *proposal = charter_proposal_at(charter, number);
	struct tally tally = {0};
	uint32_t party, taken_out = charter_taken_out(proposal);

	for (party = 1; party <= charter_party_count(charter); party++) {
		uint32_t sector = SECTOR_BIT(charter_party_at(charter, party)->sector);

		if (!does_count(charter, party, proposal))
			continue;
		tally.parties++;
		tally.sectors |= sector;
		if (party == taken_out)
			continue;
		tally.other_sectors |= sector;
		if (!charter_may_vote(charter, party, proposal) ||
		    !does_consent(charter, number, party, time))
			continue;
		tally.consenting_parties++;
		tally.consenting_sectors |= sector;
	}
	return tally;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* What the plan itself is at stake in. */
static bool is_fundamental(enum act act)
{
	return act == ACT_SET_RULES || act == ACT_SET_SECTORS || act == ACT_MOVE_SERVER ||
	       act == ACT_CLOSE;
}

static bool takes_out(enum act act)
{
	return act == ACT_REMOVE_PARTY || act == ACT_REPLACE_PARTY;
}

/* Floors hold below every rule: a majority of parties from two sectors, two thirds
 * and every sector where the rules themselves change or the plan moves or ends, and everybody while
 * the plan is too small for a majority to mean anything. */
static uint32_t parties_needed(const struct tally *tally, const struct rule *rule)
{
	uint32_t floor =
		is_fundamental(rule->act) ? (2 * tally->parties + 2) / 3 : tally->parties / 2 + 1;
	uint32_t most = tally->parties - takes_out(rule->act);

	if (tally->parties == 0)
		return 1;
	if (rule->act == ACT_REST_PARTY || tally->parties < 3 || count_bits(tally->sectors) < 2)
		return tally->parties;
	return smaller(larger(rule->parties, floor), most);
}

static uint32_t sectors_needed(const struct tally *tally, const struct rule *rule)
{
	uint32_t all = count_bits(tally->sectors);
	bool needs_all = is_fundamental(rule->act) || rule->act == ACT_REST_PARTY;
	uint32_t floor = needs_all ? all : smaller(all, 2);

	return smaller(larger(rule->sectors, floor), all);
}

static struct rule rule_of(const struct charter *charter, enum act act)
{
	struct rule rule = {act, 1, 1, CHARTER_DEFAULT_NOTICE_DAYS};
	size_t i;

	for (i = 0; i < charter->rules.count; i++) {
		if (charter->rules.items[i].act == act)
			rule = charter->rules.items[i];
	}
	return rule;
}

/* Nobody is admitted into a sector against those who are in it: puppets would
 * otherwise make a majority there. */
static bool lacks_own_sector(const struct tally *tally, const struct charter_proposal *proposal)
{
	uint32_t sector;

	if (!charter_brings_party(proposal->act))
		return false;
	sector = SECTOR_BIT(proposal->admit.sector);
	return (tally->other_sectors & sector) != 0 && (tally->consenting_sectors & sector) == 0;
}

static uint64_t notice_of(const struct rule *rule)
{
	uint32_t days = rule->notice_days;

	if (rule->act == ACT_REST_PARTY)
		days = CHARTER_REST_NOTICE_DAYS;
	if (rule->act == ACT_REPLACE_PARTY)
		days = larger(days, CHARTER_REPLACEMENT_NOTICE_DAYS);
	return (uint64_t)days * SECONDS_PER_DAY;
}

enum result charter_check_certificate(const struct charter *charter, uint32_t number, uint64_t time)
{
	const struct charter_proposal *proposal = charter_proposal_at(charter, number);
	struct tally tally = count_votes(charter, number, time);
	struct rule rule = rule_of(charter, proposal->act);

	if (tally.consenting_parties < parties_needed(&tally, &rule) ||
	    count_bits(tally.consenting_sectors) < sectors_needed(&tally, &rule) ||
	    lacks_own_sector(&tally, proposal))
		return ERR_NO_CONSENT;
	/* All who are asked want a rest: whom it is about needs the time. A closing is for ever,
	 * and whoever signed for the others too soon is seen. */
	if (tally.consenting_parties == tally.parties && proposal->act != ACT_REST_PARTY &&
	    proposal->act != ACT_CLOSE)
		return OK;
	return time - proposal->time >= notice_of(&rule) ? OK : ERR_NOTICE;
}
