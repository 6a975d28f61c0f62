/* What the consent rule promises, asked of many plans. Each run prints what it looked at, and gives
 * false after a counterexample. */
#ifndef MODEL_PROPERTIES_H
#define MODEL_PROPERTIES_H

#include "model/worlds.h"

/* Of every step (MODEL1 to MODEL3 of README.md here). */
search_property property_step;

/* MODEL1 to MODEL3 from every plan of the kind, so many steps on as it says. */
bool run_steps(const struct world_kind *kind);
/* MODEL4: two certificates at one constitution, on two forks. */
bool run_forks(unsigned parties, enum strange strange, bool with_kinds);
/* MODEL5: some collude, have every invitation, and others say nothing, no, or let newcomers in. */
bool run_coalitions(unsigned parties);
/* MODEL6: what no yes of all who are awake can bring about. */
bool run_deadlocks(unsigned parties, bool with_kinds);

/* The open proposal with these seats saying yes, all signers each, and the notice over: what the
 * charter says of its enactment. */
enum result property_enact(struct plan plan, unsigned yes);

#endif
