/* MODEL6: where all who are awake say yes and the notice is over, and the charter says that it is
 * not enough. A successor plan can be founded in each; what they are is listed by kind. A move is
 * always enough where anybody is awake: a server that they no longer trust holds nobody. */
#include <stdio.h>
#include <string.h>

#include "model/properties.h"

#define MAX_KINDS 64u

enum lack { LACKS_PARTIES = 1, LACKS_SECTORS = 2, LACKS_OWN_SECTOR = 4 };

struct kind {
	unsigned act, lack;
	bool is_strange, is_small; /* somebody is not accepted; n below 3 or one sector */
	unsigned long count;
	struct plan example;
};

struct deadlocks {
	unsigned long plans, asked, stuck;
	bool is_broken;
	struct kind kinds[MAX_KINDS];
	size_t kind_count;
};

static void note(struct deadlocks *deadlocks, const struct plan *plan)
{
	struct oracle_count count = oracle_count(plan);
	unsigned lack = (count.able < count.k ? LACKS_PARTIES : 0u) |
			(count.able_sectors < count.m ? LACKS_SECTORS : 0u);
	bool is_strange = false, is_small = count.n < 3 || count.sectors < 2;

	if (lack == 0)
		lack = LACKS_OWN_SECTOR;
	for (unsigned i = 0; i < PLAN_SEATS; i++)
		is_strange = is_strange || plan->seats[i].strange_to != 0;
	deadlocks->stuck++;
	for (size_t i = 0; i < deadlocks->kind_count; i++) {
		struct kind *kind = &deadlocks->kinds[i];

		if (kind->act == plan->act && kind->lack == lack && kind->is_small == is_small &&
		    kind->is_strange == is_strange) {
			kind->count++;
			return;
		}
	}
	if (deadlocks->kind_count < MAX_KINDS)
		deadlocks->kinds[deadlocks->kind_count++] =
			(struct kind){plan->act, lack, is_strange, is_small, 1, *plan};
}

static void ask(struct deadlocks *deadlocks, struct plan plan, unsigned act, unsigned about)
{
	unsigned awake = 0;

	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (plan.seats[i].status == SEAT_AWAKE)
			awake |= SEAT_BIT(i);
	}
	plan.act = (uint8_t)act;
	plan.about = (uint8_t)about;
	deadlocks->asked++;
	if (deadlocks->is_broken || property_enact(plan, awake) != ERR_NO_CONSENT)
		return;
	note(deadlocks, &plan);
	if (act != ACT_MOVE_SERVER || awake == 0)
		return;
	printf("COUNTEREXAMPLE: MODEL6 all who are awake would move, and cannot\n ");
	plan_print(&plan);
	deadlocks->is_broken = true;
}

static void look_at(const struct plan *plan, void *context)
{
	struct deadlocks *deadlocks = context;

	if (plan->act != 0)
		return;
	deadlocks->plans++;
	for (unsigned s = 1; s <= PLAN_SECTORS; s++)
		ask(deadlocks, *plan, ACT_ADMIT_PARTY, s);
	for (unsigned i = 1; i <= plan_seat_count(plan); i++) {
		if (plan->seats[i - 1].status != SEAT_AWAKE)
			continue;
		ask(deadlocks, *plan, ACT_REMOVE_PARTY, i);
		ask(deadlocks, *plan, ACT_REST_PARTY, i);
		ask(deadlocks, *plan, ACT_REPLACE_PARTY, i);
	}
	ask(deadlocks, *plan, ACT_SET_RULES, 3);
	ask(deadlocks, *plan, ACT_SET_SECTORS, PLAN_ALL_SECTORS);
	ask(deadlocks, *plan, ACT_MOVE_SERVER, 2);
	ask(deadlocks, *plan, ACT_CLOSE, 0);
}

static void print_kind(const struct kind *kind)
{
	static const char *const ACTS[] = {"",     "admission",   "removal", "rules",  "sectors",
					   "rest", "replacement", "move",    "closing"};

	printf("  %s lacks%s%s%s%s%s: %lu, the first:", ACTS[kind->act],
	       kind->lack & LACKS_PARTIES ? " parties" : "",
	       kind->lack & LACKS_SECTORS ? " sectors" : "",
	       kind->lack & LACKS_OWN_SECTOR ? " one of the newcomer's sector" : "",
	       kind->is_small ? " (all are needed)" : "",
	       kind->is_strange ? " (one is not accepted)" : "", kind->count);
	plan_print(&kind->example);
}

bool run_deadlocks(unsigned parties, bool with_kinds)
{
	static struct deadlocks deadlocks;
	struct world_kind kind = {
		"deadlocks", parties, parties, 0,
		true,        false,   false,   parties > 3 ? STRANGE_TO_ONE : STRANGE_TO_ANY,
		false,       false,   4,       true};

	memset(&deadlocks, 0, sizeof(deadlocks));
	worlds_each(&kind, look_at, &deadlocks);
	printf("deadlocks: %lu plans, %lu acts asked for by all who are awake, %lu of no avail, "
	       "of %zu kinds\n",
	       deadlocks.plans, deadlocks.asked, deadlocks.stuck, deadlocks.kind_count);
	for (size_t i = 0; i < deadlocks.kind_count && with_kinds; i++)
		print_kind(&deadlocks.kinds[i]);
	return !deadlocks.is_broken;
}
