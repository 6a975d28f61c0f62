/* Breadth first through plans, each looked at once. Every step of every plan is taken twice, by the
 * oracle and by the charter: where they differ, the way there is printed. */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include "model/steps.h"

struct search;

struct search_limits {
	unsigned depth;
	struct steps_limits steps;
	bool remembers_ways; /* keeps the step that led to each plan: more memory, traces */
};

/* Asked of every step that the charter takes, after oracle and charter agreed; NULL where it
 * holds, else what is broken. */
typedef const char *search_property(const struct plan *plan, const struct step *step,
				    const struct plan *next, enum result result);
/* Whether a step is taken in this search at all. */
typedef bool search_filter(const struct plan *plan, const struct step *step);

struct search *search_new(struct search_limits limits);
void search_free(struct search **search);
/* A plan to start from. */
void search_add(struct search *search, const struct plan *plan);
/* False after a counterexample. The filter may be NULL. */
bool search_run(struct search *search, search_property *property, search_filter *filter);
size_t search_plans(const struct search *search);
size_t search_steps(const struct search *search);
size_t search_enacted(const struct search *search);
unsigned search_depth(const struct search *search);

#endif
