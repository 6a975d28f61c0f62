#include "model/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOWHERE UINT32_MAX

struct visited {
	struct plan_code code;
};

struct way {
	uint32_t from;
	struct step step;
};

struct search {
	struct search_limits limits;
	struct visited *plans;
	struct way *ways;
	uint32_t *table; /* index + 1 of a plan, by its code */
	size_t count, cap, table_size;
	size_t steps, enacted;
	unsigned depth;
};

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

struct search *search_new(struct search_limits limits)
{
	struct search *search = must(calloc(1, sizeof(*search)));

	search->limits = limits;
	search->table_size = 1u << 16;
	search->table = must(calloc(search->table_size, sizeof(*search->table)));
	return search;
}

void search_free(struct search **search)
{
	if (!*search)
		return;
	free((*search)->plans);
	free((*search)->ways);
	free((*search)->table);
	free(*search);
	*search = NULL;
}

static size_t place_of(struct plan_code code, size_t table_size)
{
	uint64_t mixed = (code.low ^ code.high * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;

	return (size_t)(mixed ^ mixed >> 29) & (table_size - 1);
}

static void grow_table(struct search *search)
{
	free(search->table);
	search->table_size *= 2;
	search->table = must(calloc(search->table_size, sizeof(*search->table)));
	for (size_t i = 0; i < search->count; i++) {
		size_t at = place_of(search->plans[i].code, search->table_size);

		while (search->table[at] != 0)
			at = (at + 1) & (search->table_size - 1);
		search->table[at] = (uint32_t)i + 1;
	}
}

static void append(struct search *search, struct plan_code code, struct way way)
{
	if (search->count == search->cap) {
		search->cap = search->cap ? 2 * search->cap : 4096;
		search->plans = must(realloc(search->plans, search->cap * sizeof(*search->plans)));
		if (search->limits.remembers_ways)
			search->ways =
				must(realloc(search->ways, search->cap * sizeof(*search->ways)));
	}
	if (search->limits.remembers_ways)
		search->ways[search->count] = way;
	search->plans[search->count++].code = code;
}

static void visit(struct search *search, const struct plan *plan, struct way way)
{
	struct plan_code code = plan_encode(plan);
	size_t at = place_of(code, search->table_size);

	for (; search->table[at] != 0; at = (at + 1) & (search->table_size - 1)) {
		const struct plan_code *known = &search->plans[search->table[at] - 1].code;

		if (known->high == code.high && known->low == code.low)
			return;
	}
	append(search, code, way);
	search->table[at] = (uint32_t)search->count;
	if (2 * search->count > search->table_size)
		grow_table(search);
}

void search_add(struct search *search, const struct plan *plan)
{
	visit(search, plan, (struct way){NOWHERE, {0}});
}

/* From the start to here. Names of parties change where a plan is written down anew: each line
 * tells the plan that it is about. */
static void print_way(const struct search *search, uint32_t index)
{
	uint32_t way[64];
	size_t count = 0;

	while (search->limits.remembers_ways && index != NOWHERE && count < 63) {
		way[count++] = index;
		index = search->ways[index].from;
	}
	if (count == 0)
		way[count++] = index;
	while (count-- > 0) {
		struct plan plan = plan_decode(search->plans[way[count]].code);

		if (search->limits.remembers_ways && search->ways[way[count]].from != NOWHERE) {
			printf("  then ");
			step_print(&search->ways[way[count]].step);
		}
		printf("  plan:");
		plan_print(&plan);
	}
}

static void print_fault(const struct search *search, uint32_t index, const struct step *step,
			const char *what)
{
	printf("COUNTEREXAMPLE: %s\n", what);
	print_way(search, index);
	printf("  then ");
	step_print(step);
}

static bool are_same(const struct plan *a, const struct plan *b)
{
	for (unsigned i = 0; i < PLAN_SEATS; i++) {
		if (a->seats[i].status == SEAT_EMPTY && b->seats[i].status == SEAT_EMPTY)
			continue;
		if (memcmp(&a->seats[i], &b->seats[i], sizeof(a->seats[i])) != 0)
			return false;
	}
	return a->act == b->act && a->about == b->about && a->is_due == b->is_due &&
	       a->rules == b->rules && a->sectors == b->sectors && a->server == b->server &&
	       a->is_closed == b->is_closed;
}

static bool compare(const struct search *search, uint32_t index, const struct step *step,
		    struct plan *next, enum result *result_out)
{
	struct plan plan = plan_decode(search->plans[index].code), other;
	bool is_constitutional, is_others;
	enum result verdict = oracle_take(&plan, step, next, &is_constitutional);

	*result_out = real_take(&plan, step, &other, &is_others);
	if (*result_out != verdict) {
		print_fault(search, index, step,
			    *result_out == OK ? "taken against the rules"
			    : verdict == OK   ? "refused against the rules"
			    : verdict == ERR_NO_CONSENT && *result_out == ERR_NOTICE
				    ? "too few are enough, but for the notice"
				    : "refused by another name");
		printf("  the rules: %s, the charter: %s\n", result_name(verdict),
		       result_name(*result_out));
		return false;
	}
	if (is_constitutional != is_others) {
		print_fault(search, index, step, "CHARTER19 another constitution");
		return false;
	}
	if (are_same(next, &other))
		return true;
	print_fault(search, index, step, "another plan comes of it");
	printf("  by the rules:");
	plan_print(next);
	printf("  by the charter:");
	plan_print(&other);
	return false;
}

static bool look_at(struct search *search, uint32_t index, bool is_last, search_property *property,
		    search_filter *filter)
{
	struct plan plan = plan_decode(search->plans[index].code), next;
	struct step steps[STEPS_MAX];
	size_t count = steps_of(&plan, &search->limits.steps, steps);

	for (size_t i = 0; i < count; i++) {
		const char *broken;
		enum result result;

		if (filter && !filter(&plan, &steps[i]))
			continue;
		search->steps++;
		if (!compare(search, index, &steps[i], &next, &result))
			return false;
		broken = property(&plan, &steps[i], &next, result);
		if (broken) {
			print_fault(search, index, &steps[i], broken);
			return false;
		}
		if (result != OK)
			continue;
		search->enacted += steps[i].kind == STEP_ENACT;
		if (!is_last)
			visit(search, &next, (struct way){index, steps[i]});
	}
	return true;
}

bool search_run(struct search *search, search_property *property, search_filter *filter)
{
	size_t at = 0;

	for (search->depth = 0; search->depth < search->limits.depth && at < search->count;
	     search->depth++) {
		size_t end = search->count;
		bool is_last = search->depth + 1 == search->limits.depth;

		for (; at < end; at++) {
			if (!look_at(search, (uint32_t)at, is_last, property, filter))
				return false;
		}
	}
	return true;
}

size_t search_plans(const struct search *search)
{
	return search->count;
}

size_t search_steps(const struct search *search)
{
	return search->steps;
}

size_t search_enacted(const struct search *search)
{
	return search->enacted;
}

unsigned search_depth(const struct search *search)
{
	return search->depth;
}
