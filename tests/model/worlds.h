/* All well-formed plans of a kind, to start a search from. */
#ifndef MODEL_WORLDS_H
#define MODEL_WORLDS_H

#include "model/search.h"

enum strange { STRANGE_NONE, STRANGE_TO_ONE, STRANGE_TO_ANY };

struct world_kind {
	const char *name;
	unsigned parties; /* up to so many to start from */
	unsigned seats;   /* up to so many later */
	unsigned depth;   /* steps on */
	bool may_rest, may_be_gone, may_be_late;
	enum strange strange;
	bool may_be_two; /* persons, of whom one or both sign */
	bool with_short_yes;
	unsigned tables; /* of rules, from the first */
	bool is_founded; /* as after a genesis: nothing proposed */
};

typedef void world_visitor(const struct plan *plan, void *context);

/* Each plan once or more: parties of one sector in one order. */
void worlds_each(const struct world_kind *kind, world_visitor *visitor, void *context);

#endif
