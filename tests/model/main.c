/* usage: model [--long]
 * The consent rule in every small plan; see README.md here. Exit status 1 on a counterexample. */
#include <stdio.h>
#include <string.h>

#include "model/properties.h"

/* parties, seats, depth; rest, gone, late; strange, two persons, short yes, tables, founded */
static const struct world_kind SHORT[] = {
	{"founded", 4, 5, 6, false, false, false, STRANGE_NONE, false, false, 1, true},
	{"two parties, two persons", 2, 2, 6, false, false, true, STRANGE_NONE, true, true, 2,
	 false},
	{"three parties, one slept", 3, 3, 6, true, true, true, STRANGE_TO_ONE, false, false, 1,
	 false},
	{"four parties, awake", 4, 4, 6, false, false, true, STRANGE_NONE, false, false, 4, false},
};
static const struct world_kind LONG[] = {
	{"founded, ten steps", 4, 5, 10, false, false, false, STRANGE_NONE, false, false, 1, true},
	{"three parties, two persons", 3, 3, 6, false, true, true, STRANGE_NONE, true, false, 2,
	 false},
	{"three parties, any slept", 3, 4, 1, true, true, true, STRANGE_TO_ANY, false, false, 1,
	 false},
	{"four parties, any rule", 4, 4, 6, true, true, true, STRANGE_NONE, false, false, 4, false},
	{"four parties, one slept", 4, 4, 1, true, true, true, STRANGE_TO_ONE, false, false, 1,
	 false},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool run_kinds(const struct world_kind *kinds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!run_steps(&kinds[i]))
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	bool is_long = argc > 1 && strcmp(argv[1], "--long") == 0, holds;

	if (argc > 2 || (argc == 2 && !is_long)) {
		fprintf(stderr, "usage: model [--long]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	/* What is looked at in no time, then from the founding: what goes wrong there has a whole
	 * way to show. */
	holds = run_deadlocks(is_long ? 4 : 3, is_long) && run_kinds(SHORT, 2) &&
		run_forks(4, STRANGE_NONE, false) && run_kinds(SHORT + 2, 1) &&
		run_coalitions(is_long ? 4 : 3) && run_kinds(SHORT + 3, 1) &&
		run_forks(3, STRANGE_TO_ANY, is_long) &&
		(!is_long || (run_forks(4, STRANGE_TO_ONE, true) && run_kinds(LONG, COUNT(LONG))));
	return holds ? 0 : 1;
}
