#include "model/properties.h"

#include <stdio.h>
#include <time.h>

static unsigned active_count(const struct plan *plan)
{
	unsigned count = 0;

	for (unsigned i = 0; i < PLAN_SEATS; i++)
		count += plan_is_active(plan, i);
	return count;
}

static const char *check_rest(const struct plan *plan, const struct step *step,
			      const struct plan *next, enum result result)
{
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		const struct seat *before = &plan->seats[i], *after = &next->seats[i];
		bool is_own = step->seat == i;

		if (before->status != SEAT_RESTING)
			continue;
		if (step->kind == STEP_WAKE && is_own && step->about == 0) {
			if (!plan->is_closed && (result != OK || after->status != SEAT_AWAKE))
				return "MODEL3 a party that rests cannot wake";
			continue;
		}
		if (after->status != SEAT_RESTING && !(step->kind == STEP_WAKE && is_own))
			return "MODEL3 a party that rests was taken out or woken by others";
		if (after->sector != before->sector ||
		    (after->persons != before->persons && !(step->kind == STEP_RETIRE && is_own)))
			return "MODEL3 a party that rests has lost something";
	}
	return NULL;
}

const char *property_step(const struct plan *plan, const struct step *step, const struct plan *next,
			  enum result result)
{
	if (result == OK && step->kind == STEP_ENACT && active_count(plan) <= 2 &&
	    (plan->act == ACT_REMOVE_PARTY || plan->act == ACT_REPLACE_PARTY))
		return "MODEL2 of two parties one took out the other";
	return check_rest(plan, step, next, result);
}

static void add(const struct plan *plan, void *search)
{
	search_add(search, plan);
}

bool run_steps(const struct world_kind *kind)
{
	struct search *search = search_new((struct search_limits){
		kind->depth, {kind->seats, kind->with_short_yes}, kind->is_founded});
	clock_t start = clock();
	size_t founded;
	bool holds;

	worlds_each(kind, add, search);
	founded = search_plans(search);
	holds = search_run(search, property_step, NULL);
	printf("%-32s %9zu plans to start from, %9zu seen, %10zu steps taken, %8zu enacted, "
	       "%2u deep, %5.1f s: %s\n",
	       kind->name, founded, search_plans(search), search_steps(search),
	       search_enacted(search), search_depth(search),
	       (double)(clock() - start) / CLOCKS_PER_SEC, holds ? "holds" : "BROKEN");
	search_free(&search);
	return holds;
}

enum result property_enact(struct plan plan, unsigned yes)
{
	static const struct step ENACT = {.kind = STEP_ENACT};
	struct plan next;
	bool is_constitutional;

	plan.is_due = true;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		for (unsigned p = 0; p < PLAN_PERSONS; p++)
			plan.seats[i].says[p] = yes & SEAT_BIT(i) ? SAYS_YES : SAYS_NOTHING;
	}
	return real_take(&plan, &ENACT, &next, &is_constitutional);
}
