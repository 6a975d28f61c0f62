#include "model/steps.h"

#include <stdio.h>

struct steps {
	const struct steps_limits *limits;
	struct step *out;
	size_t count;
};

static void add(struct steps *steps, enum step_kind kind, unsigned seat, unsigned person,
		unsigned act, unsigned about)
{
	steps->out[steps->count++] =
		(struct step){kind, (uint8_t)seat, (uint8_t)person, (uint8_t)act, (uint8_t)about};
}

static void add_proposals(struct steps *steps, const struct plan *plan, unsigned seat)
{
	static const unsigned SETS[] = {PLAN_ALL_SECTORS, 3};
	unsigned count = plan_seat_count(plan);

	for (unsigned s = 1; s <= PLAN_SECTORS && count < steps->limits->seats; s++) {
		if (plan->sectors & 1u << (s - 1))
			add(steps, STEP_PROPOSE, seat, 0, ACT_ADMIT_PARTY, s);
	}
	for (unsigned i = 0; i < count; i++) {
		add(steps, STEP_PROPOSE, seat, 0, ACT_REMOVE_PARTY, i + 1);
		add(steps, STEP_PROPOSE, seat, 0, ACT_REST_PARTY, i + 1);
		/* Whom an invitation can name at all (CHARTER7). */
		if (i != seat && plan->seats[i].status == SEAT_AWAKE &&
		    count < steps->limits->seats &&
		    plan->sectors & 1u << (plan->seats[i].sector - 1))
			add(steps, STEP_PROPOSE, seat, 0, ACT_REPLACE_PARTY, i + 1);
	}
	add(steps, STEP_PROPOSE, seat, 0, ACT_SET_RULES, plan->rules == 0 ? 3 : 0);
	for (unsigned i = 0; i < 2; i++)
		add(steps, STEP_PROPOSE, seat, 0, ACT_SET_SECTORS, SETS[i]);
	for (unsigned i = 1; i <= PLAN_SERVERS; i++)
		add(steps, STEP_PROPOSE, seat, 0, ACT_MOVE_SERVER, i);
	add(steps, STEP_PROPOSE, seat, 0, ACT_CLOSE, 0);
}

static void add_words(struct steps *steps, const struct plan *plan, unsigned seat, unsigned person)
{
	add(steps, STEP_CONSENT, seat, person, 0, 0);
	if (steps->limits->with_short_yes)
		add(steps, STEP_CONSENT_SHORT, seat, person, 0, 0);
	if (person == 0) {
		add(steps, STEP_CONSENT_STALE, seat, person, 0, 0);
		add(steps, STEP_CONSENT_OTHER, seat, person, 0, 0);
		add(steps, STEP_CONSENT_OVER, seat, person, 0, 0);
		add(steps, STEP_CONSENT_AGAIN, seat, person, 0, 0);
	}
	add(steps, STEP_OBJECT, seat, person, 0, 0);
	add(steps, STEP_TAKE_BACK, seat, person, 0, 0);
	if (plan->seats[seat].persons > 1)
		add(steps, STEP_RETIRE, seat, person, 0, 0);
}

/* Nobody, each alone, and all that it could accept. */
static void add_wakes(struct steps *steps, const struct plan *plan, unsigned seat)
{
	unsigned all = 0;

	add(steps, STEP_WAKE, seat, 0, 0, 0);
	for (unsigned i = 0; i < plan_seat_count(plan); i++) {
		if (!(plan->seats[i].strange_to & SEAT_BIT(seat)) && i != seat)
			continue;
		add(steps, STEP_WAKE, seat, 0, 0, SEAT_BIT(i));
		if (i != seat && plan_is_active(plan, i))
			all |= SEAT_BIT(i);
	}
	if ((all & (all - 1)) != 0)
		add(steps, STEP_WAKE, seat, 0, 0, all);
}

static void add_common(struct steps *steps, const struct plan *plan)
{
	bool has_place = plan_seat_count(plan) < steps->limits->seats;

	for (unsigned s = 1; s <= PLAN_SECTORS && has_place; s++)
		add(steps, STEP_ADMIT, 0, 0, 0, s);
	/* Where all seats are taken nobody can come. */
	if (plan->act == 0 ||
	    (!has_place && (plan->act == ACT_ADMIT_PARTY || plan->act == ACT_REPLACE_PARTY)))
		return;
	add(steps, STEP_ENACT, 0, 0, 0, 0);
	add(steps, STEP_ENACT_NOISY, 0, 0, 0, 0);
	if (!plan->is_closed)
		add(steps, STEP_ENACT_LATE, 0, 0, 0, 0);
	add(steps, STEP_EXPIRE, 0, 0, 0, 0);
	if (plan->is_due)
		add(steps, STEP_ENACT_LAST, 0, 0, 0, 0);
	else
		add(steps, STEP_WAIT, 0, 0, 0, 0);
}

size_t steps_of(const struct plan *plan, const struct steps_limits *limits,
		struct step out[STEPS_MAX])
{
	struct steps steps = {limits, out, 0};
	bool is_withdrawn = plan->act == 0;

	for (unsigned i = 0; i < plan_seat_count(plan); i++) {
		if (!plan_is_active(plan, i))
			continue;
		if (plan->act == 0)
			add_proposals(&steps, plan, i);
		for (unsigned p = 0; p < plan->seats[i].persons && plan->act != 0; p++)
			add_words(&steps, plan, i, p);
		if (!is_withdrawn)
			add(&steps, STEP_WITHDRAW, i, 0, 0, 0);
		is_withdrawn = true;
		add_wakes(&steps, plan, i);
		add(&steps, STEP_LEAVE, i, 0, 0, 0);
	}
	add_common(&steps, plan);
	return steps.count;
}

void step_print(const struct step *step)
{
	static const char *const WORDS[] = {
		[STEP_PROPOSE] = "proposes",
		[STEP_CONSENT] = "says yes",
		[STEP_CONSENT_SHORT] = "says yes until the notice ends",
		[STEP_CONSENT_STALE] = "'s yes to an older constitution is delivered",
		[STEP_CONSENT_OTHER] = "'s yes to something else is delivered",
		[STEP_CONSENT_OVER] = "'s yes is delivered too late",
		[STEP_CONSENT_AGAIN] = "'s last statement is delivered again",
		[STEP_OBJECT] = "says no",
		[STEP_TAKE_BACK] = "takes back what it said",
		[STEP_WITHDRAW] = "withdraws the proposal",
		[STEP_ENACT] = "the server enacts",
		[STEP_ENACT_NOISY] = "the server enacts, whom it is about has been heard",
		[STEP_ENACT_LATE] = "the server enacts when the proposal is over",
		[STEP_ENACT_LAST] = "the server enacts in the last second",
		[STEP_WAIT] = "the notice ends",
		[STEP_EXPIRE] = "the proposal is over",
		[STEP_WAKE] = "wakes",
		[STEP_LEAVE] = "leaves",
		[STEP_ADMIT] = "all agree to a newcomer meanwhile, in sector",
		[STEP_RETIRE] = "loses a signer",
	};
	bool is_common = step->kind >= STEP_ENACT && step->kind <= STEP_EXPIRE;

	if (!is_common && step->kind != STEP_ADMIT)
		printf("%c ", 'A' + step->seat);
	printf("%s", WORDS[step->kind]);
	if (step->kind == STEP_PROPOSE) {
		printf(" ");
		plan_print_act(step->act, step->about);
	}
	if (step->kind == STEP_ADMIT)
		printf(" %u", step->about);
	for (unsigned i = 0; step->kind == STEP_WAKE && i < PLAN_SEATS; i++) {
		if (step->about & SEAT_BIT(i))
			printf(", accepts %c", 'A' + (int)i);
	}
	printf("\n");
}
