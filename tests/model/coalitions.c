/* MODEL5: some parties collude and hold every invitation; whoever they let in is one of them. The
 * honest say nothing, or no, and take nothing back. In a second search they also say yes to
 * newcomers in the colluders' one sector, taken in by them. */
#include <stdio.h>
#include <string.h>

#include "model/properties.h"

struct coalitions {
	struct search *search;
	unsigned parties;
	unsigned long plans;
	bool with_puppets;
};

static unsigned colluding_sectors(const struct plan *plan)
{
	unsigned set = 0;

	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (plan->seats[i].is_colluding && plan_is_active(plan, i))
			set |= 1u << (plan->seats[i].sector - 1);
	}
	return set;
}

/* Whether the colluders could do anything at all, awake and with nobody else's yes: by the oracle.
 */
static bool is_quorum(const struct plan *plan)
{
	struct plan asked = *plan;

	asked.is_due = true;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (!plan->seats[i].is_colluding)
			continue;
		asked.seats[i].says[0] = SAYS_YES;
		asked.seats[i].status = SEAT_AWAKE;
	}
	for (unsigned act = ACT_ADMIT_PARTY; act <= ACT_CLOSE; act++) {
		for (unsigned about = 1; about <= PLAN_SEATS; about++) {
			asked.act = (uint8_t)act;
			asked.about = (uint8_t)about;
			if (act == ACT_ADMIT_PARTY && about > PLAN_SECTORS)
				continue;
			if (plan_is_about_party(&asked) &&
			    asked.seats[about - 1].status != SEAT_AWAKE)
				continue;
			if (oracle_certificate(&asked) == OK)
				return true;
		}
	}
	return false;
}

static bool is_honest(const struct plan *plan, unsigned seat)
{
	return plan->seats[seat].status == SEAT_AWAKE && !plan->seats[seat].is_colluding;
}

/* Another honest one is asked where it would be laid to rest: a party all of whose others collude,
 * or came while it slept, and that is silent for 120 days, rests by their yes alone. */
static bool has_friend(const struct plan *plan, unsigned seat)
{
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (i != seat && is_honest(plan, i) &&
		    !(plan->seats[i].strange_to & SEAT_BIT(seat)))
			return true;
	}
	return false;
}

/* They are in one sector, and somebody honest is awake in another. */
static bool is_fenced_in(const struct plan *plan)
{
	unsigned sectors = colluding_sectors(plan);
	bool has_other = false;

	if ((sectors & (sectors - 1)) != 0)
		return false;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (!is_honest(plan, i))
			continue;
		if (!has_friend(plan, i))
			return false;
		has_other = has_other || !(sectors & 1u << (plan->seats[i].sector - 1));
	}
	return has_other;
}

static void add(const struct plan *plan, void *context)
{
	struct coalitions *coalitions = context;
	struct plan colluding = *plan;
	unsigned count = plan_seat_count(plan);

	for (unsigned set = 1; set + 1 < 1u << count; set++) {
		for (unsigned i = 0; i < count; i++)
			colluding.seats[i].is_colluding = set & SEAT_BIT(i);
		if (is_quorum(&colluding) ||
		    (coalitions->with_puppets && !is_fenced_in(&colluding)))
			continue;
		coalitions->plans++;
		search_add(coalitions->search, &colluding);
	}
}

static bool is_taken(const struct plan *plan, const struct step *step)
{
	bool is_colluding = plan->seats[step->seat].is_colluding;

	switch (step->kind) {
	case STEP_ADMIT:
		return false; /* of which all are in favour */
	case STEP_OBJECT:
	case STEP_ENACT:
	case STEP_ENACT_NOISY:
	case STEP_WAIT:
	case STEP_EXPIRE:
		return true;
	default:
		return is_colluding;
	}
}

static bool is_taken_with_puppets(const struct plan *plan, const struct step *step)
{
	/* Who is taken in says yes to one more of the sector where the colluders are. */
	if (step->kind == STEP_CONSENT && plan->act == ACT_ADMIT_PARTY &&
	    (colluding_sectors(plan) >> (plan->about - 1) & 1))
		return true;
	return is_taken(plan, step);
}

static const char *property_coalition(const struct plan *plan, const struct step *step,
				      const struct plan *next, enum result result)
{
	(void)next;
	if (result != OK || (step->kind != STEP_ENACT && step->kind != STEP_ENACT_NOISY))
		return NULL;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (!plan->seats[i].is_colluding && plan->seats[i].says[0] == SAYS_YES)
			return NULL;
	}
	return "MODEL5 decided by those who collude, and nobody else";
}

static bool run(unsigned parties, bool with_puppets)
{
	struct coalitions coalitions = {.parties = parties, .with_puppets = with_puppets};
	struct world_kind kind = {
		"coalitions", parties, PLAN_SEATS, 0,
		true,         false,   false,      parties > 3 ? STRANGE_NONE : STRANGE_TO_ONE,
		false,        false,   1,          true};
	bool holds;

	coalitions.search = search_new((struct search_limits){40, {PLAN_SEATS, false}, true});
	worlds_each(&kind, add, &coalitions);
	holds = search_run(coalitions.search, property_coalition,
			   with_puppets ? is_taken_with_puppets : is_taken);
	printf("%s %lu coalitions below the quorum, %zu plans seen, %zu steps taken, "
	       "%zu enacted: %s\n",
	       with_puppets ? "puppets:" : "collusion:", coalitions.plans,
	       search_plans(coalitions.search), search_steps(coalitions.search),
	       search_enacted(coalitions.search), holds ? "holds" : "BROKEN");
	search_free(&coalitions.search);
	return holds;
}

bool run_coalitions(unsigned parties)
{
	return run(parties, false) && run(parties, true);
}
