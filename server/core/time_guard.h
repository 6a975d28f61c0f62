/* Whether the server's wall clock may be written into charters.
 *
 * Notices run by the times of entries, and a time that was written never falls again: one start
 * with a wrong clock would end every notice at once. So the server remembers the latest time that
 * it believed, in a file of its own, and where the clock is far beyond what can have gone by, it
 * waits for the clock to be put right or for the administrator's word. Plans may be silent for
 * months: the memory is the server's, not a plan's.
 *
 *   TIME1  A clock more than TIME_GUARD_MAX_JUMP_S beyond the latest time believed, and what the
 *          monotonic clock counted since, is not believed; neither is it remembered.
 *   TIME2  What was believed is on disk within TIME_GUARD_KEEP_S, also where nobody writes.
 *   TIME3  A clock that goes back is believed, and the latest time stays.
 *   TIME4  Without a memory, at a first start, the clock is believed.
 *
 * Any thread. */
#ifndef CORE_TIME_GUARD_H
#define CORE_TIME_GUARD_H

#include <stdbool.h>

#include "base/result.h"
#include "base/seams.h"

#define TIME_GUARD_MAX_JUMP_S (30u * 86400u)
#define TIME_GUARD_KEEP_S 3600u

struct time_guard;

/* Reads the memory in the directory of the server's state. seams must outlive the guard. */
MUST_CHECK enum result time_guard_open(const struct seams *seams, const char *state_dir,
				       struct time_guard **guard_out);
/* Keeps the time first. Accepts NULL and sets *guard to NULL. */
void time_guard_close(struct time_guard **guard);

/* Says once in the log when the answer changes, and what to do. */
bool time_guard_believes(struct time_guard *guard, uint64_t now_s, uint64_t now_us);
/* Looks at the clock and makes what is believed durable: to be called every TIME_GUARD_KEEP_S.
 * A disk that cannot take it leaves the memory older. */
void time_guard_keep(struct time_guard *guard);

/* The administrator's word: the clock is right as it is. Only while no server runs. */
MUST_CHECK enum result time_guard_accept(const struct seams *seams, const char *state_dir);

#endif
