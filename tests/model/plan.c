#include "model/plan.h"

#include <stdio.h>
#include <string.h>

/* Below every floor, between, and above what there is. */
const struct rule PLAN_RULES[PLAN_RULE_TABLES] = {
	{0, 1, 1, 14},
	{0, 1, 1, 3},
	{0, 3, 2, 20},
	{0, 9, 9, 60},
};

bool plan_is_active(const struct plan *plan, unsigned seat)
{
	return plan->seats[seat].status == SEAT_AWAKE || plan->seats[seat].status == SEAT_RESTING;
}

unsigned plan_seat_count(const struct plan *plan)
{
	unsigned count = 0;

	while (count < PLAN_SEATS && plan->seats[count].status != SEAT_EMPTY)
		count++;
	return count;
}

bool plan_is_about_party(const struct plan *plan)
{
	return plan->act == ACT_REMOVE_PARTY || plan->act == ACT_REST_PARTY ||
	       plan->act == ACT_REPLACE_PARTY;
}

unsigned plan_target(const struct plan *plan)
{
	return plan_is_about_party(plan) ? plan->about - 1u : PLAN_SEATS;
}

void plan_close_proposal(struct plan *plan)
{
	plan->act = 0;
	plan->about = 0;
	plan->is_due = false;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		plan->seats[i].is_late = false;
		memset(plan->seats[i].says, SAYS_NOTHING, PLAN_PERSONS);
	}
}

void plan_normalise(struct plan *plan)
{
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		struct seat *seat = &plan->seats[i];

		if (seat->status == SEAT_EMPTY)
			memset(seat, 0, sizeof(*seat));
		if (seat->status == SEAT_GONE)
			*seat = (struct seat){SEAT_GONE, seat->sector, .persons = 1};
		/* What ended with the notice is as good as unsaid. */
		for (unsigned p = 0; p < PLAN_PERSONS && plan->is_due; p++) {
			if (seat->says[p] == SAYS_SHORT_YES)
				seat->says[p] = SAYS_NOTHING;
		}
		if (seat->signer_rule > seat->persons || seat->status == SEAT_GONE)
			seat->signer_rule = seat->persons;
		if (seat->persons > 1 && seat->says[0] > seat->says[1]) {
			uint8_t first = seat->says[0];

			seat->says[0] = seat->says[1];
			seat->says[1] = first;
		}
	}
}

/* Whoever is gone, and is nobody's business any more. */
static bool is_forgotten(const struct plan *plan, unsigned seat)
{
	if (plan->seats[seat].status != SEAT_GONE || plan_target(plan) == seat)
		return false;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (plan->seats[i].strange_to & SEAT_BIT(seat))
			return false;
	}
	return true;
}

static const uint8_t SECTOR_ORDERS[6][PLAN_SECTORS + 1] = {
	{0, 1, 2, 3}, {0, 1, 3, 2}, {0, 2, 1, 3}, {0, 2, 3, 1}, {0, 3, 1, 2}, {0, 3, 2, 1},
};

static unsigned rename_set(unsigned set, const uint8_t *names)
{
	unsigned renamed = 0;

	for (unsigned s = 1; s <= PLAN_SECTORS; s++) {
		if (set & (1u << (s - 1)))
			renamed |= 1u << (names[s] - 1);
	}
	return renamed;
}

/* What a seat is, apart from whom it is strange to: 13 bits, empty ones highest. */
static unsigned seat_code(const struct plan *plan, unsigned i, const uint8_t *names)
{
	const struct seat *seat = &plan->seats[i];

	return (3u - seat->status) << 10 | (unsigned)(plan_target(plan) != i) << 12 |
	       (unsigned)names[seat->sector] << 8 | (unsigned)seat->is_late << 7 |
	       (unsigned)seat->is_colluding << 6 | (seat->persons > 1 ? 1u : 0u) << 5 |
	       (seat->signer_rule > 1 ? 1u : 0u) << 4 | (unsigned)seat->says[0] << 2 |
	       seat->says[1];
}

static unsigned rename_about(const struct plan *plan, const uint8_t *names,
			     const uint8_t place[PLAN_SEATS])
{
	if (plan->act == ACT_ADMIT_PARTY)
		return names[plan->about];
	if (plan->act == ACT_SET_SECTORS)
		return rename_set(plan->about, names);
	/* Where it is has number 0 from now on. */
	if (plan->act == ACT_MOVE_SERVER)
		return ((plan->about - 1u) ^ plan->server) + 1;
	return plan_is_about_party(plan) ? place[plan->about - 1] + 1u : plan->about;
}

static struct plan_code encode_as(const struct plan *plan, const uint8_t *names)
{
	unsigned codes[PLAN_SEATS], count = 0;
	uint8_t order[PLAN_SEATS], place[PLAN_SEATS] = {0};
	struct plan_code code = {0, 0};

	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		unsigned mine, at;

		if (plan->seats[i].status == SEAT_EMPTY || is_forgotten(plan, i))
			continue;
		mine = seat_code(plan, i, names);
		for (at = count++; at > 0 && codes[at - 1] > mine; at--) {
			codes[at] = codes[at - 1];
			order[at] = order[at - 1];
		}
		codes[at] = mine;
		order[at] = (uint8_t)i;
	}
	for (unsigned i = 0; i < count; i++)
		place[order[i]] = (uint8_t)i;
	for (unsigned i = 0; i < count; i++) {
		unsigned strange = 0;

		for (unsigned j = 0; j < count; j++) {
			if (plan->seats[order[i]].strange_to & SEAT_BIT(order[j]))
				strange |= SEAT_BIT(j);
		}
		/* 18 bits each: three in the low word, two in the high one. */
		if (i < 3)
			code.low |= (uint64_t)(codes[i] << 5 | strange) << (18 * i);
		else
			code.high |= (uint64_t)(codes[i] << 5 | strange) << (18 * (i - 3));
	}
	code.low |= (uint64_t)plan->act << 54 | (uint64_t)plan->is_due << 58 |
		    (uint64_t)plan->rules << 59 | (uint64_t)plan->is_closed << 61;
	code.high |= (uint64_t)rename_about(plan, names, place) << 36 |
		     (uint64_t)rename_set(plan->sectors, names) << 40 | (uint64_t)count << 44;
	return code;
}

struct plan_code plan_encode(const struct plan *plan)
{
	struct plan_code least = encode_as(plan, SECTOR_ORDERS[0]);

	for (unsigned i = 1; i < 6; i++) {
		struct plan_code code = encode_as(plan, SECTOR_ORDERS[i]);

		if (code.high < least.high || (code.high == least.high && code.low < least.low))
			least = code;
	}
	return least;
}

struct plan plan_decode(struct plan_code code)
{
	struct plan plan = {.act = code.low >> 54 & 15,
			    .is_due = code.low >> 58 & 1,
			    .rules = code.low >> 59 & 3,
			    .is_closed = code.low >> 61 & 1,
			    .about = code.high >> 36 & 15,
			    .sectors = code.high >> 40 & 7};
	unsigned count = code.high >> 44 & 7;

	for (unsigned i = 0; i < count; i++) {
		unsigned bits =
			(unsigned)(i < 3 ? code.low >> (18 * i) : code.high >> (18 * (i - 3)));
		unsigned mine = bits >> 5;

		plan.seats[i] = (struct seat){.strange_to = bits & 31,
					      .says = {mine >> 2 & 3, mine & 3},
					      .signer_rule = (mine >> 4 & 1) + 1,
					      .persons = (mine >> 5 & 1) + 1,
					      .is_colluding = mine >> 6 & 1,
					      .is_late = mine >> 7 & 1,
					      .sector = mine >> 8 & 3,
					      .status = 3 - (mine >> 10 & 3)};
	}
	return plan;
}

static void print_set(unsigned set)
{
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (set & SEAT_BIT(i))
			printf("%c", 'A' + (int)i);
	}
}

void plan_print_act(unsigned act, unsigned about)
{
	static const char *const NAMES[] = {
		"nothing",   "admission into sector", "removal of", "rules, table", "sectors, set",
		"a rest of", "replacement of",        "a move to",  "closing",
	};

	printf("%s", NAMES[act]);
	if (act == ACT_REMOVE_PARTY || act == ACT_REST_PARTY || act == ACT_REPLACE_PARTY)
		printf(" %c", 'A' - 1 + (int)about);
	else if (act != 0 && act != ACT_CLOSE)
		printf(" %u", about);
}

static void print_seat(const struct plan *plan, unsigned i)
{
	static const char *const SAYS[] = {"", "yes", "no", "short yes"};
	const struct seat *seat = &plan->seats[i];

	printf(" %c: sector %u", 'A' + (int)i, seat->sector);
	printf("%s", seat->status == SEAT_GONE ? ", gone" : "");
	printf("%s", seat->status == SEAT_RESTING ? ", rests" : "");
	printf("%s%s", seat->is_late ? ", came since" : "", seat->is_colluding ? ", colludes" : "");
	if (seat->strange_to != 0) {
		printf(", not accepted by ");
		print_set(seat->strange_to);
	}
	if (seat->persons > 1)
		printf(", %u persons of whom %u sign", seat->persons, seat->signer_rule);
	for (unsigned p = 0; p < seat->persons; p++) {
		if (seat->says[p] != SAYS_NOTHING)
			printf(", said %s", SAYS[seat->says[p]]);
	}
	printf(";");
}

void plan_print(const struct plan *plan)
{
	for (unsigned i = 0; i < plan_seat_count(plan); i++)
		print_seat(plan, i);
	printf(" proposed: ");
	plan_print_act(plan->act, plan->about);
	printf("%s; rules %u; sectors listed %u; at server %u%s\n",
	       plan->is_due ? ", notice over" : "", plan->rules, plan->sectors, plan->server + 1u,
	       plan->is_closed ? "; closed" : "");
}
