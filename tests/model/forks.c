/* MODEL4: a server shows two halves of a plan two histories. From one plan, with one constitution,
 * every two proposals are carried as far as they go, on two copies: is there a yes for each such
 * that no party has said yes to both? Where all were asked of both there must be none. */
#include <stdio.h>
#include <string.h>

#include "model/properties.h"

#define MAX_SUBJECTS 24u
#define MAX_KINDS 64u

/* What tells that the two were put to different parties. */
enum why { WHY_LATE = 1, WHY_RESTS = 2, WHY_STRANGE = 4, WHY_LAID = 8 };

struct subject {
	uint8_t act, about;
	bool is_late;              /* proposed before those came who are late */
	uint32_t passing[1u << 3]; /* set of sets of seats whose yes is enough: 32 sets a word */
};

struct kind {
	unsigned act, other, why;
	unsigned long count;
	struct plan example;
};

struct forks {
	unsigned long plans, pairs, apart;
	struct kind kinds[MAX_KINDS];
	size_t kind_count;
	bool is_broken;
};

static bool passes(const struct subject *subject, unsigned yes)
{
	return subject->passing[yes / 32] >> yes % 32 & 1;
}

static void add_subject(const struct plan *plan, struct subject *subjects, size_t *count,
			unsigned act, unsigned about, bool is_late)
{
	struct subject *subject = &subjects[(*count)++];
	struct plan asked = *plan;

	*subject = (struct subject){(uint8_t)act, (uint8_t)about, is_late, {0}};
	asked.act = (uint8_t)act;
	asked.about = (uint8_t)about;
	for (unsigned i = 0; i < PLAN_SEATS && !is_late; i++)
		asked.seats[i].is_late = false;
	for (unsigned yes = 0; yes < 1u << plan_seat_count(plan); yes++) {
		if (property_enact(asked, yes) == OK)
			subject->passing[yes / 32] |= 1u << yes % 32;
	}
}

static size_t fill_subjects(const struct plan *plan, struct subject *subjects, bool is_late)
{
	size_t count = 0;

	for (unsigned s = 1; s <= PLAN_SECTORS; s++)
		add_subject(plan, subjects, &count, ACT_ADMIT_PARTY, s, is_late);
	for (unsigned i = 1; i <= plan_seat_count(plan); i++) {
		add_subject(plan, subjects, &count, ACT_REMOVE_PARTY, i, is_late);
		add_subject(plan, subjects, &count, ACT_REST_PARTY, i, is_late);
		add_subject(plan, subjects, &count, ACT_REPLACE_PARTY, i, is_late);
	}
	add_subject(plan, subjects, &count, ACT_SET_RULES, 3, is_late);
	add_subject(plan, subjects, &count, ACT_SET_SECTORS, PLAN_ALL_SECTORS, is_late);
	add_subject(plan, subjects, &count, ACT_MOVE_SERVER, 2, is_late);
	add_subject(plan, subjects, &count, ACT_CLOSE, 0, is_late);
	return count;
}

/* Two sets that pass, one each, with no party in both. */
static bool can_be_apart(const struct subject *a, const struct subject *b, unsigned seats)
{
	unsigned all = (1u << seats) - 1;

	/* One yes more never hurts, so that the two halves of the plan are all there is to try. */
	for (unsigned yes = 0; yes <= all; yes++) {
		if (passes(a, yes) && passes(b, all & ~yes))
			return true;
	}
	return false;
}

static unsigned why_of(const struct plan *plan, const struct subject *a, const struct subject *b)
{
	unsigned why = a->act == ACT_REST_PARTY || b->act == ACT_REST_PARTY ? WHY_LAID : 0;

	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (plan->seats[i].is_late && (a->is_late || b->is_late))
			why |= WHY_LATE;
		if (plan->seats[i].status == SEAT_RESTING)
			why |= WHY_RESTS;
		if (plan->seats[i].strange_to != 0)
			why |= WHY_STRANGE;
	}
	return why;
}

static void note(struct forks *forks, const struct plan *plan, const struct subject *a,
		 const struct subject *b)
{
	unsigned act = a->act < b->act ? a->act : b->act;
	unsigned other = a->act < b->act ? b->act : a->act, why = why_of(plan, a, b);

	forks->apart++;
	/* Where nothing sets the parties apart but the proposals, where two would take each other
	 * out, and where the plan would go on at two servers, there is no way. */
	if (why == 0 || (act == other && (act == ACT_REMOVE_PARTY || act == ACT_MOVE_SERVER))) {
		printf("COUNTEREXAMPLE: MODEL4 two certificates that nobody signed both of\n ");
		plan_print(plan);
		printf("  on one fork: ");
		plan_print_act(a->act, a->about);
		printf("\n  on the other: ");
		plan_print_act(b->act, b->about);
		printf("\n");
		forks->is_broken = true;
		return;
	}
	for (size_t i = 0; i < forks->kind_count; i++) {
		struct kind *kind = &forks->kinds[i];

		if (kind->act == act && kind->other == other && (kind->why & why) == kind->why) {
			kind->count++;
			return;
		}
	}
	if (forks->kind_count < MAX_KINDS)
		forks->kinds[forks->kind_count++] = (struct kind){act, other, why, 1, *plan};
}

static void compare_all(struct forks *forks, const struct plan *plan, const struct subject *a,
			size_t a_count, const struct subject *b, size_t b_count)
{
	for (size_t i = 0; i < a_count; i++) {
		/* A move to another server is enough by the same yes: beside itself it stands for
		 * both. */
		for (size_t j = a == b ? i + (a[i].act != ACT_MOVE_SERVER) : 0;
		     j < b_count && !forks->is_broken; j++) {
			forks->pairs++;
			if (can_be_apart(&a[i], &b[j], plan_seat_count(plan)))
				note(forks, plan, &a[i], &b[j]);
		}
	}
}

static void fork(const struct plan *plan, void *context)
{
	struct forks *forks = context;
	struct subject early[MAX_SUBJECTS], late[MAX_SUBJECTS];
	size_t early_count, late_count;
	bool has_late = false;

	for (unsigned i = 0; i < PLAN_SEATS; i++)
		has_late = has_late || plan->seats[i].is_late;
	/* Each seating comes once, beside a closing that nobody has spoken to. */
	if (plan->act != ACT_CLOSE || plan->is_due || forks->is_broken)
		return;
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (plan->seats[i].says[0] != SAYS_NOTHING)
			return;
	}
	forks->plans++;
	early_count = fill_subjects(plan, early, false);
	compare_all(forks, plan, early, early_count, early, early_count);
	if (!has_late)
		return;
	late_count = fill_subjects(plan, late, true);
	compare_all(forks, plan, early, early_count, late, late_count);
	compare_all(forks, plan, late, late_count, late, late_count);
}

static void print_kind(const struct kind *kind)
{
	static const char *const ACTS[] = {"",     "admission",   "removal", "rules",  "sectors",
					   "rest", "replacement", "move",    "closing"};

	printf("  %s beside %s:%s%s%s%s %lu, the first:", ACTS[kind->act], ACTS[kind->other],
	       kind->why & WHY_LAID ? " whom it lays to rest is not asked," : "",
	       kind->why & WHY_LATE ? " one came since," : "",
	       kind->why & WHY_RESTS ? " one rests," : "",
	       kind->why & WHY_STRANGE ? " one is not accepted," : "", kind->count);
	plan_print(&kind->example);
}

bool run_forks(unsigned parties, enum strange strange, bool with_kinds)
{
	static struct forks forks;
	struct world_kind kind = {"forks", parties, parties, 0,     true, false,
				  true,    strange, false,   false, 4,    false};

	memset(&forks, 0, sizeof(forks));
	worlds_each(&kind, fork, &forks);
	printf("forks: %lu plans, %lu pairs of acts, %lu that can pass with no party in both, "
	       "of %zu kinds: %s\n",
	       forks.plans, forks.pairs, forks.apart, forks.kind_count,
	       forks.is_broken ? "BROKEN" : "all by who was asked");
	for (size_t i = 0; i < forks.kind_count && with_kinds && !forks.is_broken; i++)
		print_kind(&forks.kinds[i]);
	return !forks.is_broken;
}
