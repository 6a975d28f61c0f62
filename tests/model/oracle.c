/* CHARTER10 to 15, 19 to 24, 27, 30, 31 and 34 of proto/README.md once more, from its words and as
 * plainly as they can be put: lists of parties, no bits, nothing shared with server/. */
#include "core/charter.h"
#include "model/steps.h"

#define DAY_S 86400u

static unsigned at_least(unsigned a, unsigned b)
{
	return a < b ? b : a;
}

static unsigned at_most(unsigned a, unsigned b)
{
	return a > b ? b : a;
}

static bool is_about_all(unsigned act)
{
	return act == ACT_SET_RULES || act == ACT_SET_SECTORS || act == ACT_CLOSE;
}

static bool needs_all_sectors(unsigned act)
{
	return is_about_all(act) || act == ACT_MOVE_SERVER;
}

/* CHARTER31: until that one has left, is no longer active, or has accepted it. */
static bool is_strange(const struct plan *plan, unsigned seat, unsigned sleeper)
{
	return (plan->seats[seat].strange_to & SEAT_BIT(sleeper)) && plan_is_active(plan, sleeper);
}

static bool is_let_count(const struct plan *plan, unsigned seat)
{
	if (plan_is_about_party(plan))
		return !is_strange(plan, seat, plan_target(plan));
	if (!is_about_all(plan->act))
		return true;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (is_strange(plan, seat, i))
			return false;
	}
	return true;
}

/* CHARTER14 */
static bool may_vote(const struct plan *plan, unsigned seat)
{
	return plan_is_active(plan, seat) && !plan->seats[seat].is_late && is_let_count(plan, seat);
}

static bool is_of_n(const struct plan *plan, unsigned seat)
{
	if (!plan_is_active(plan, seat) || !is_let_count(plan, seat))
		return false;
	if (plan->act == ACT_MOVE_SERVER)
		return plan->seats[seat].status != SEAT_RESTING;
	if (plan->act != ACT_ADMIT_PARTY && plan->act != ACT_REST_PARTY)
		return true;
	if (plan->act == ACT_REST_PARTY && plan_target(plan) == seat)
		return false;
	return may_vote(plan, seat) && plan->seats[seat].status != SEAT_RESTING;
}

static bool would_go(const struct plan *plan, unsigned seat)
{
	return plan->act != ACT_REST_PARTY && plan_target(plan) == seat;
}

static bool consents(const struct plan *plan, unsigned i)
{
	const struct seat *seat = &plan->seats[i];
	unsigned yes = 0;

	if (!is_of_n(plan, i) || !may_vote(plan, i) || would_go(plan, i))
		return false;
	for (unsigned p = 0; p < seat->persons; p++) {
		if (seat->says[p] == SAYS_NO)
			return false;
		if (seat->says[p] == SAYS_YES || (seat->says[p] == SAYS_SHORT_YES && !plan->is_due))
			yes++;
	}
	return yes >= at_least(1, at_most(seat->signer_rule, seat->persons));
}

struct oracle_count oracle_count(const struct plan *plan)
{
	struct oracle_count c = {0};
	bool is_sector[PLAN_SECTORS + 1] = {false}, is_able_sector[PLAN_SECTORS + 1] = {false};

	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (!is_of_n(plan, i))
			continue;
		c.n++;
		is_sector[plan->seats[i].sector] = true;
		if (!may_vote(plan, i) || would_go(plan, i) ||
		    plan->seats[i].status == SEAT_RESTING)
			continue;
		c.able++;
		is_able_sector[plan->seats[i].sector] = true;
	}
	for (unsigned s = 1; s <= PLAN_SECTORS; s++) {
		c.sectors += is_sector[s];
		c.able_sectors += is_able_sector[s];
	}
	c.k = PLAN_RULES[plan->rules].parties;
	c.m = PLAN_RULES[plan->rules].sectors;
	if (plan->act == ACT_REST_PARTY) {
		c.k = c.n;
		c.m = c.sectors;
	} else if (needs_all_sectors(plan->act)) {
		while (3 * c.k < 2 * c.n)
			c.k++;
		c.m = c.sectors;
	} else {
		while (2 * c.k <= c.n)
			c.k++;
		c.m = at_least(c.m, at_most(2, c.sectors));
	}
	if (plan->act == ACT_REMOVE_PARTY || plan->act == ACT_REPLACE_PARTY)
		c.k = at_most(c.k, c.n == 0 ? 0 : c.n - 1);
	c.k = at_most(c.k, c.n);
	c.m = at_most(c.m, c.sectors);
	if (c.n < 3 || c.sectors < 2)
		c.k = c.n;
	c.k = at_least(c.k, 1);
	return c;
}

uint64_t oracle_notice_s(const struct plan *plan)
{
	unsigned days = PLAN_RULES[plan->rules].notice_days;

	if (plan->act == ACT_REPLACE_PARTY)
		days = at_least(days, 30);
	if (plan->act == ACT_REST_PARTY)
		days = 120;
	return (uint64_t)days * DAY_S;
}

/* Where the newcomer's sector has one of the n, other than whom it would replace. */
static bool is_let_in(const struct plan *plan)
{
	unsigned sector = plan->about;
	bool has_one = false;

	if (plan->act == ACT_REPLACE_PARTY)
		sector = plan->seats[plan_target(plan)].sector;
	else if (plan->act != ACT_ADMIT_PARTY)
		return true;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (plan->seats[i].sector != sector || !is_of_n(plan, i) || would_go(plan, i))
			continue;
		if (consents(plan, i))
			return true;
		has_one = true;
	}
	return !has_one;
}

enum result oracle_certificate(const struct plan *plan)
{
	struct oracle_count count = oracle_count(plan);
	bool is_sector[PLAN_SECTORS + 1] = {false};
	unsigned parties = 0, sectors = 0;

	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (!consents(plan, i))
			continue;
		parties++;
		is_sector[plan->seats[i].sector] = true;
	}
	for (unsigned s = 1; s <= PLAN_SECTORS; s++)
		sectors += is_sector[s];
	if (parties < count.k || sectors < count.m || !is_let_in(plan))
		return ERR_NO_CONSENT;
	if (plan->is_due)
		return OK;
	if (plan->act == ACT_REST_PARTY || plan->act == ACT_CLOSE || parties < count.n)
		return ERR_NOTICE;
	return OK;
}

/* What was agreed or said before is asked again; a no stands. */
static void ask_again(struct plan *plan)
{
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		for (unsigned p = 0; p < PLAN_PERSONS; p++) {
			if (plan->seats[i].says[p] != SAYS_NO)
				plan->seats[i].says[p] = SAYS_NOTHING;
		}
	}
}

static void let_in(struct plan *plan, unsigned sector)
{
	unsigned place = plan_seat_count(plan);
	struct seat newcomer = {SEAT_AWAKE, (uint8_t)sector, .persons = 1, .signer_rule = 1};
	bool is_of_colluders = false;

	for (unsigned i = 0; i < place; i++)
		is_of_colluders = is_of_colluders || plan->seats[i].is_colluding;
	newcomer.is_late = plan->act != 0;
	newcomer.is_colluding = is_of_colluders;
	for (unsigned i = 0; i < place; i++) {
		if (plan->seats[i].status == SEAT_RESTING)
			newcomer.strange_to |= SEAT_BIT(i);
	}
	plan->seats[place] = newcomer;
}

/* CHARTER15, 21, 22, 34 */
static enum result take_effect(struct plan *plan, bool is_silent)
{
	unsigned act = plan->act, about = plan->about, target = plan_target(plan);

	if (target < PLAN_SEATS && plan->seats[target].status == SEAT_GONE)
		return ERR_ENDED;
	if (target < PLAN_SEATS && plan->seats[target].status == SEAT_RESTING)
		return ERR_FORBIDDEN;
	if ((act == ACT_REST_PARTY || act == ACT_REPLACE_PARTY) && !is_silent)
		return ERR_CONFLICT;
	if (act == ACT_ADMIT_PARTY && !(plan->sectors & 1u << (about - 1)))
		return ERR_CONFLICT;
	if (act == ACT_REPLACE_PARTY && !(plan->sectors & 1u << (plan->seats[target].sector - 1)))
		return ERR_CONFLICT;
	for (unsigned i = 0; i < PLAN_SEATS && act == ACT_SET_SECTORS; i++) {
		if (plan_is_active(plan, i) && !(about & 1u << (plan->seats[i].sector - 1)))
			return ERR_CONFLICT;
	}
	if (act == ACT_MOVE_SERVER && about == plan->server + 1u)
		return ERR_CONFLICT;
	plan_close_proposal(plan);
	if (act == ACT_ADMIT_PARTY)
		let_in(plan, about);
	if (act == ACT_REMOVE_PARTY || act == ACT_REPLACE_PARTY)
		plan->seats[target].status = SEAT_GONE;
	if (act == ACT_REPLACE_PARTY)
		let_in(plan, plan->seats[target].sector);
	if (act == ACT_REST_PARTY)
		plan->seats[target].status = SEAT_RESTING;
	if (act == ACT_SET_RULES)
		plan->rules = (uint8_t)about;
	if (act == ACT_SET_SECTORS)
		plan->sectors = (uint8_t)about;
	if (act == ACT_MOVE_SERVER)
		plan->server = (uint8_t)(about - 1);
	plan->is_closed = act == ACT_CLOSE;
	return OK;
}

static enum result enact(struct plan *plan, bool is_silent)
{
	enum result result = plan->act == 0 ? ERR_NOT_FOUND : oracle_certificate(plan);

	return result == OK ? take_effect(plan, is_silent) : result;
}

/* CHARTER20; for an admission and a replacement CHARTER7 and 10, of whoever invites. */
static enum result propose(struct plan *plan, const struct step *step)
{
	plan->act = step->act;
	plan->about = step->about;
	if (plan_is_about_party(plan)) {
		const struct seat *target = &plan->seats[plan_target(plan)];

		if (target->status == SEAT_GONE)
			return ERR_ENDED;
		if (plan_target(plan) == step->seat || target->status == SEAT_RESTING)
			return ERR_FORBIDDEN;
	}
	for (unsigned i = 0; i < PLAN_SEATS && step->act == ACT_SET_SECTORS; i++) {
		if (plan_is_active(plan, i) && !(step->about & 1u << (plan->seats[i].sector - 1)))
			return ERR_CONFLICT;
	}
	return step->act == ACT_MOVE_SERVER && step->about == plan->server + 1u ? ERR_CONFLICT : OK;
}

/* CHARTER11 */
static enum result consent(struct plan *plan, const struct step *step)
{
	uint8_t *says = &plan->seats[step->seat].says[step->person];

	if (plan->act == 0)
		return ERR_NOT_FOUND;
	if (!may_vote(plan, step->seat) || would_go(plan, step->seat))
		return ERR_FORBIDDEN;
	if (step->kind == STEP_CONSENT_OTHER)
		return ERR_MALFORMED;
	if (step->kind == STEP_CONSENT_STALE)
		return ERR_STALE_CHARTER;
	if (step->kind == STEP_CONSENT_OVER || (step->kind == STEP_CONSENT_SHORT && plan->is_due))
		return ERR_EXPIRED;
	if (*says == SAYS_NO || *says == SAYS_YES || (*says == SAYS_SHORT_YES && !plan->is_due))
		return ERR_CONFLICT;
	*says = step->kind == STEP_CONSENT_SHORT ? SAYS_SHORT_YES : SAYS_YES;
	return OK;
}

/* CHARTER23 */
static enum result object(struct plan *plan, const struct step *step)
{
	uint8_t *says = &plan->seats[step->seat].says[step->person];

	if (plan->act == 0)
		return ERR_NOT_FOUND;
	if (*says == SAYS_NO)
		return ERR_CONFLICT;
	*says = SAYS_NO;
	return OK;
}

/* CHARTER24 */
static enum result take_back(struct plan *plan, const struct step *step)
{
	uint8_t *says = &plan->seats[step->seat].says[step->person];

	if (plan->act == 0 || *says == SAYS_NOTHING || (*says == SAYS_SHORT_YES && plan->is_due))
		return ERR_NOT_FOUND;
	*says = SAYS_NOTHING;
	return OK;
}

/* CHARTER30 */
static enum result wake(struct plan *plan, const struct step *step)
{
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (!(step->about & SEAT_BIT(i)))
			continue;
		if (!plan_is_active(plan, i) || !is_strange(plan, i, step->seat))
			return ERR_NOT_FOUND;
	}
	if (plan->seats[step->seat].status != SEAT_RESTING && step->about == 0)
		return ERR_CONFLICT;
	plan->seats[step->seat].status = SEAT_AWAKE;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (step->about & SEAT_BIT(i))
			plan->seats[i].strange_to &= (uint8_t)~SEAT_BIT(step->seat);
	}
	ask_again(plan);
	return OK;
}

/* CHARTER27 */
static enum result leave(struct plan *plan, unsigned seat)
{
	unsigned others = 0;

	if (plan->seats[seat].status == SEAT_RESTING)
		return ERR_FORBIDDEN;
	for (unsigned i = 0; i < PLAN_SEATS; i++)
		others += i != seat && plan_is_active(plan, i);
	if (others == 0)
		return ERR_FORBIDDEN;
	plan->seats[seat].status = SEAT_GONE;
	ask_again(plan);
	return OK;
}

static enum result admit_meanwhile(struct plan *plan, unsigned sector)
{
	struct plan asked = *plan;
	enum result result;

	plan_close_proposal(&asked);
	asked.act = ACT_ADMIT_PARTY;
	asked.about = (uint8_t)sector;
	for (unsigned i = 0; i < PLAN_SEATS; i++)
		asked.seats[i].says[0] = asked.seats[i].says[1] = SAYS_YES;
	result = oracle_certificate(&asked);
	if (result != OK)
		return result;
	if (!(plan->sectors & 1u << (sector - 1)))
		return ERR_CONFLICT;
	let_in(plan, sector);
	ask_again(plan);
	return OK;
}

static enum result judge(struct plan *plan, const struct step *step, bool *is_constitutional)
{
	struct seat *seat = &plan->seats[step->seat];

	switch (step->kind) {
	case STEP_PROPOSE:
		return propose(plan, step);
	case STEP_CONSENT:
	case STEP_CONSENT_SHORT:
	case STEP_CONSENT_STALE:
	case STEP_CONSENT_OTHER:
	case STEP_CONSENT_OVER:
		return consent(plan, step);
	case STEP_CONSENT_AGAIN:
		return ERR_CONFLICT;
	case STEP_OBJECT:
		return object(plan, step);
	case STEP_TAKE_BACK:
		return take_back(plan, step);
	case STEP_WITHDRAW:
		plan_close_proposal(plan);
		return OK;
	case STEP_ENACT_LATE:
		return ERR_EXPIRED;
	case STEP_ENACT:
	case STEP_ENACT_NOISY:
	case STEP_ENACT_LAST:
		*is_constitutional = true;
		return enact(plan, step->kind != STEP_ENACT_NOISY);
	case STEP_WAIT:
		plan->is_due = true;
		return OK;
	case STEP_EXPIRE:
		plan_close_proposal(plan);
		return OK;
	case STEP_WAKE:
		*is_constitutional = true;
		return wake(plan, step);
	case STEP_LEAVE:
		*is_constitutional = true;
		return leave(plan, step->seat);
	case STEP_ADMIT:
		*is_constitutional = true;
		return admit_meanwhile(plan, step->about);
	case STEP_RETIRE:
		seat->says[step->person] = seat->says[!step->person];
		seat->says[1] = SAYS_NOTHING;
		seat->persons = 1;
		return OK;
	}
	return ERR_NOT_FOUND;
}

enum result oracle_take(const struct plan *plan, const struct step *step, struct plan *next_out,
			bool *is_constitutional_out)
{
	struct plan next = *plan;
	bool is_constitutional = false;
	bool is_time = step->kind == STEP_WAIT || step->kind == STEP_EXPIRE;
	enum result result;

	result = plan->is_closed && !is_time && step->kind != STEP_RETIRE
			 ? ERR_ENDED
			 : judge(&next, step, &is_constitutional);
	*is_constitutional_out = result == OK && is_constitutional;
	*next_out = result == OK ? next : *plan;
	plan_normalise(next_out);
	return result;
}
