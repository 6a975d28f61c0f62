#include "core/live.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/places.h"

struct live {
	struct spaces *spaces;
	struct places *streams; /* by device */
	atomic_bool is_stopping;
};

enum result live_new(struct spaces *spaces, unsigned cap, struct live **live_out)
{
	struct live *live = calloc(1, sizeof(*live));
	enum result result;

	if (live == NULL)
		return ERR_NO_MEMORY;
	live->spaces = spaces;
	atomic_init(&live->is_stopping, false);
	result = places_new(cap, LIVE_MAX_PER_DEVICE, &live->streams);
	if (result == OK)
		*live_out = live;
	else
		free(live);
	return result;
}

void live_free(struct live **live)
{
	if (*live == NULL)
		return;
	places_free(&(*live)->streams);
	free(*live);
	*live = NULL;
}

enum result live_enter(struct live *live, uint64_t key)
{
	return places_take(live->streams, key);
}

void live_leave(struct live *live, uint64_t key)
{
	places_give(live->streams, key);
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
