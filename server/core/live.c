#include "core/live.h"

#include <stdatomic.h>
#include <stdlib.h>

struct live {
	struct spaces *spaces;
	unsigned cap;
	atomic_uint streams;
	atomic_bool is_stopping;
};

enum result live_new(struct spaces *spaces, unsigned cap, struct live **live_out)
{
	struct live *live = malloc(sizeof(*live));

	if (live == NULL)
		return ERR_NO_MEMORY;
	live->spaces = spaces;
	live->cap = cap;
	atomic_init(&live->streams, 0);
	atomic_init(&live->is_stopping, false);
	*live_out = live;
	return OK;
}

void live_free(struct live **live)
{
	free(*live);
	*live = NULL;
}

enum result live_enter(struct live *live)
{
	if (atomic_fetch_add(&live->streams, 1) < live->cap)
		return OK;
	atomic_fetch_sub(&live->streams, 1);
	return ERR_BUSY;
}

void live_leave(struct live *live)
{
	atomic_fetch_sub(&live->streams, 1);
}

bool live_wait(struct live *live, struct space *space, uint64_t seen)
{
	if (live_is_stopping(live))
		return false;
	return space_wait(space, seen, LIVE_HEARTBEAT_MS);
}

bool live_is_stopping(const struct live *live)
{
	return atomic_load(&live->is_stopping);
}

void live_stop(struct live *live)
{
	atomic_store(&live->is_stopping, true);
	spaces_wake(live->spaces);
}
