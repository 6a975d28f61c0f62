#include "base/places.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct places {
	pthread_mutex_t mutex; /* guards keys and count */
	unsigned count;
	unsigned total;
	unsigned per_key;
	uint64_t keys[]; /* of the places held */
};

enum result places_new(unsigned total, unsigned per_key, struct places **places_out)
{
	struct places *places = calloc(1, sizeof(*places) + total * sizeof(places->keys[0]));

	if (places == NULL)
		return ERR_NO_MEMORY;
	places->total = total;
	places->per_key = per_key;
	pthread_mutex_init(&places->mutex, NULL);
	*places_out = places;
	return OK;
}

void places_free(struct places **places)
{
	if (*places == NULL)
		return;
	pthread_mutex_destroy(&(*places)->mutex);
	free(*places);
	*places = NULL;
}

static unsigned held_by(const struct places *places, uint64_t key)
{
	unsigned count = 0;

	for (unsigned i = 0; i < places->count; i++)
		count += places->keys[i] == key;
	return count;
}

enum result places_take(struct places *places, uint64_t key)
{
	bool has_place;

	pthread_mutex_lock(&places->mutex);
	has_place = places->count < places->total && held_by(places, key) < places->per_key;
	if (has_place)
		places->keys[places->count++] = key;
	pthread_mutex_unlock(&places->mutex);
	return has_place ? OK : ERR_BUSY;
}

void places_give(struct places *places, uint64_t key)
{
	pthread_mutex_lock(&places->mutex);
	for (unsigned i = 0; i < places->count; i++) {
		if (places->keys[i] != key)
			continue;
		places->keys[i] = places->keys[--places->count];
		break;
	}
	pthread_mutex_unlock(&places->mutex);
}
