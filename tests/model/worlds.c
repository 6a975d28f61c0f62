#include "model/worlds.h"

#define MAX_OPTIONS 512u

struct walk {
	const struct world_kind *kind;
	world_visitor *visitor;
	void *context;
	struct seat options[MAX_OPTIONS];
	size_t option_count;
	size_t chosen[PLAN_SEATS];
	struct plan plan;
	unsigned parties;
};

/* Each way in which a seat of so many persons may have spoken. */
static void add_words(struct walk *walk, struct seat seat)
{
	unsigned most = walk->kind->with_short_yes ? SAYS_SHORT_YES : SAYS_NO;

	for (unsigned first = 0; first <= most; first++) {
		for (unsigned second = first; second <= most; second++) {
			bool is_yes = first == SAYS_YES || first == SAYS_SHORT_YES ||
				      second == SAYS_YES || second == SAYS_SHORT_YES;

			if (seat.persons == 1 && second != first)
				continue;
			if ((is_yes && seat.is_late) || (first != 0 && walk->kind->is_founded) ||
			    (second != 0 && walk->kind->is_founded))
				continue;
			seat.says[0] = (uint8_t)first;
			seat.says[1] = seat.persons == 1 ? SAYS_NOTHING : (uint8_t)second;
			walk->options[walk->option_count++] = seat;
		}
	}
}

static void fill_options(struct walk *walk)
{
	const struct world_kind *kind = walk->kind;

	for (unsigned status = SEAT_AWAKE; status <= SEAT_GONE; status++) {
		for (unsigned sector = 1; sector <= PLAN_SECTORS; sector++) {
			struct seat seat = {(uint8_t)status, (uint8_t)sector, .persons = 1,
					    .signer_rule = 1};

			if ((status == SEAT_RESTING && !kind->may_rest) ||
			    (status == SEAT_GONE && !kind->may_be_gone))
				continue;
			if (status == SEAT_GONE) {
				walk->options[walk->option_count++] = seat;
				continue;
			}
			for (unsigned late = 0; late <= kind->may_be_late; late++) {
				seat.is_late = late;
				seat.persons = seat.signer_rule = 1;
				add_words(walk, seat);
				if (!kind->may_be_two || status == SEAT_RESTING)
					continue;
				seat.persons = 2;
				add_words(walk, seat);
				seat.signer_rule = 2;
				add_words(walk, seat);
			}
		}
	}
}

static bool is_well_formed(const struct plan *plan)
{
	unsigned active = 0, target = plan_target(plan);

	for (unsigned i = 0; i < PLAN_SEATS; i++)
		active += plan_is_active(plan, i);
	if (active == 0)
		return false;
	if (plan->act != 0)
		return target == PLAN_SEATS || !plan->seats[target].is_late;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (plan->seats[i].is_late || plan->seats[i].says[0] || plan->seats[i].says[1])
			return false;
	}
	return !plan->is_due;
}

static void give(struct walk *walk)
{
	if (is_well_formed(&walk->plan))
		walk->visitor(&walk->plan, walk->context);
}

static void give_act(struct walk *walk, unsigned act, unsigned about)
{
	const struct world_kind *kind = walk->kind;
	bool is_plain = true;

	for (unsigned i = 0; i < walk->parties; i++)
		is_plain = is_plain && walk->plan.seats[i].strange_to == 0;
	walk->plan.act = (uint8_t)act;
	walk->plan.about = (uint8_t)about;
	/* Whether rules ask for more does not hang together with who is strange to whom. */
	for (unsigned table = 0; table < (is_plain ? kind->tables : 1); table++) {
		walk->plan.rules = (uint8_t)table;
		walk->plan.is_due = false;
		give(walk);
		walk->plan.is_due = true;
		give(walk);
	}
}

static void give_acts(struct walk *walk)
{
	give_act(walk, 0, 0);
	if (walk->kind->is_founded)
		return;
	for (unsigned s = 1; s <= PLAN_SECTORS; s++)
		give_act(walk, ACT_ADMIT_PARTY, s);
	for (unsigned i = 1; i <= walk->parties; i++) {
		give_act(walk, ACT_REMOVE_PARTY, i);
		give_act(walk, ACT_REST_PARTY, i);
		give_act(walk, ACT_REPLACE_PARTY, i);
	}
	give_act(walk, ACT_SET_RULES, 3);
	give_act(walk, ACT_SET_SECTORS, PLAN_ALL_SECTORS);
	give_act(walk, ACT_SET_SECTORS, 3);
	for (unsigned i = 1; i <= PLAN_SERVERS; i++)
		give_act(walk, ACT_MOVE_SERVER, i);
	give_act(walk, ACT_CLOSE, 0);
}

/* Whoever came while one that is there now rested. */
static void choose_strangers_to_one(struct walk *walk)
{
	for (unsigned sleeper = 0; sleeper < walk->parties; sleeper++) {
		for (unsigned set = 1; set < 1u << walk->parties; set++) {
			if (set & SEAT_BIT(sleeper))
				continue;
			for (unsigned i = 0; i < walk->parties; i++)
				walk->plan.seats[i].strange_to =
					set & SEAT_BIT(i) ? (uint8_t)SEAT_BIT(sleeper) : 0;
			give_acts(walk);
		}
	}
}

/* There is an order in which they came, each after those that it is strange to. */
static bool has_order(const struct walk *walk)
{
	unsigned came = 0, all = (1u << walk->parties) - 1;

	for (unsigned round = 0; round < walk->parties; round++) {
		for (unsigned i = 0; i < walk->parties; i++) {
			if ((walk->plan.seats[i].strange_to & ~came) == 0)
				came |= SEAT_BIT(i);
		}
	}
	return came == all;
}

static void choose_strangers_to_any(struct walk *walk, unsigned seat)
{
	if (seat == walk->parties) {
		if (has_order(walk))
			give_acts(walk);
		return;
	}
	for (unsigned set = 0; set < 1u << walk->parties; set++) {
		if (set & SEAT_BIT(seat))
			continue;
		walk->plan.seats[seat].strange_to = (uint8_t)set;
		choose_strangers_to_any(walk, seat + 1);
	}
	walk->plan.seats[seat].strange_to = 0;
}

static void choose_strangers(struct walk *walk)
{
	if (walk->kind->strange == STRANGE_TO_ANY) {
		choose_strangers_to_any(walk, 0);
		return;
	}
	give_acts(walk);
	if (walk->kind->strange == STRANGE_TO_ONE)
		choose_strangers_to_one(walk);
	for (unsigned i = 0; i < walk->parties; i++)
		walk->plan.seats[i].strange_to = 0;
}

static void choose(struct walk *walk, unsigned seat, size_t from)
{
	if (seat == walk->parties) {
		choose_strangers(walk);
		return;
	}
	for (size_t i = from; i < walk->option_count; i++) {
		walk->plan.seats[seat] = walk->options[i];
		choose(walk, seat + 1, i);
	}
}

void worlds_each(const struct world_kind *kind, world_visitor *visitor, void *context)
{
	static struct walk walk;

	walk = (struct walk){.kind = kind, .visitor = visitor, .context = context};
	fill_options(&walk);
	for (walk.parties = 1; walk.parties <= kind->parties; walk.parties++) {
		walk.plan = (struct plan){.sectors = PLAN_ALL_SECTORS};
		choose(&walk, 0, 0);
	}
}
