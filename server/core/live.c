#include "core/live.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct live {
	struct spaces *spaces;
	pthread_mutex_t mutex; /* guards the keys */
	uint64_t *keys;        /* of the streams there are */
	unsigned count;
	unsigned cap;
	atomic_bool is_stopping;
};

enum result live_new(struct spaces *spaces, unsigned cap, struct live **live_out)
{
	struct live *live = calloc(1, sizeof(*live));

	if (live == NULL)
		return ERR_NO_MEMORY;
	live->keys = calloc(cap + 1, sizeof(*live->keys));
	if (live->keys == NULL) {
		free(live);
		return ERR_NO_MEMORY;
	}
	live->spaces = spaces;
	live->cap = cap;
	pthread_mutex_init(&live->mutex, NULL);
	atomic_init(&live->is_stopping, false);
	*live_out = live;
	return OK;
}

void live_free(struct live **live)
{
	if (*live == NULL)
		return;
	pthread_mutex_destroy(&(*live)->mutex);
	free((*live)->keys);
	free(*live);
	*live = NULL;
}

static unsigned count_of(const struct live *live, uint64_t key)
{
	unsigned count = 0;

	for (unsigned i = 0; i < live->count; i++)
		count += live->keys[i] == key;
	return count;
}

enum result live_enter(struct live *live, uint64_t key)
{
	bool has_place;

	pthread_mutex_lock(&live->mutex);
	has_place = live->count < live->cap && count_of(live, key) < LIVE_MAX_PER_DEVICE;
	if (has_place)
		live->keys[live->count++] = key;
	pthread_mutex_unlock(&live->mutex);
	return has_place ? OK : ERR_BUSY;
}

void live_leave(struct live *live, uint64_t key)
{
	pthread_mutex_lock(&live->mutex);
	for (unsigned i = 0; i < live->count; i++) {
		if (live->keys[i] != key)
			continue;
		live->keys[i] = live->keys[--live->count];
		break;
	}
	pthread_mutex_unlock(&live->mutex);
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
