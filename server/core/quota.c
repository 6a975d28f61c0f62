#include "core/quota.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#define HOUR_US 3600000000.0
/* A key is looked for in so many places; the one with the least to lose goes. */
#define PROBES 8u

struct bucket {
	uint64_t key; /* 0: free */
	uint64_t filled_at_us;
	double actions;
	double bytes;
};

struct quota {
	struct quota_limits limits;
	pthread_mutex_t mutex;
	struct bucket buckets[QUOTA_MAX_KEYS];
};

enum result quota_new(const struct quota_limits *limits, struct quota **quota_out)
{
	struct quota *quota = calloc(1, sizeof(*quota));

	if (quota == NULL)
		return ERR_NO_MEMORY;
	quota->limits = *limits;
	pthread_mutex_init(&quota->mutex, NULL);
	*quota_out = quota;
	return OK;
}

void quota_free(struct quota **quota)
{
	if (*quota == NULL)
		return;
	pthread_mutex_destroy(&(*quota)->mutex);
	free(*quota);
	*quota = NULL;
}

static double at_most(double value, double limit)
{
	return value < limit ? value : limit;
}

static void fill(const struct quota_limits *limits, struct bucket *bucket, uint64_t now_us)
{
	double hours;

	/* Callers read the clock before they wait for the mutex, so time may seem to fall. */
	if (now_us <= bucket->filled_at_us)
		return;
	hours = (double)(now_us - bucket->filled_at_us) / HOUR_US;
	bucket->actions = at_most(bucket->actions + hours * limits->actions_per_hour,
				  (double)limits->actions_burst);
	bucket->bytes = at_most(bucket->bytes + hours * (double)limits->bytes_per_hour,
				(double)limits->bytes_burst);
	bucket->filled_at_us = now_us;
}

/* The key's bucket, or the fullest of its places made its own: what that one
 * forgets is worth the least. */
static struct bucket *bucket_of(struct quota *quota, uint64_t key, uint64_t now_us)
{
	uint64_t start = key * UINT64_C(0x9E3779B97F4A7C15) >> 32;
	struct bucket *fullest = NULL;

	for (unsigned i = 0; i < PROBES; i++) {
		struct bucket *bucket = &quota->buckets[(start + i) % QUOTA_MAX_KEYS];

		if (bucket->key == key)
			return bucket;
		if (fullest == NULL || bucket->key == 0 ||
		    (fullest->key != 0 && bucket->filled_at_us < fullest->filled_at_us))
			fullest = bucket;
		if (bucket->key == 0)
			break;
	}
	*fullest = (struct bucket){
		.key = key,
		.filled_at_us = now_us,
		.actions = (double)quota->limits.actions_burst,
		.bytes = (double)quota->limits.bytes_burst,
	};
	return fullest;
}

struct wish {
	double actions;
	double bytes;
	bool may_owe;
};

static bool is_there(double wanted, double there, uint64_t burst, bool may_owe)
{
	return there >= wanted || (may_owe && there >= (double)burst);
}

static bool has_room(const struct quota_limits *limits, const struct bucket *bucket,
		     const struct wish *wish)
{
	bool has_actions =
		limits->actions_per_hour <= 0 ||
		is_there(wish->actions, bucket->actions, limits->actions_burst, wish->may_owe);
	bool has_bytes = limits->bytes_per_hour == 0 ||
			 is_there(wish->bytes, bucket->bytes, limits->bytes_burst, wish->may_owe);

	return has_actions && has_bytes;
}

static enum result take(struct quota *quota, uint64_t key, const struct wish *wish, uint64_t now_us)
{
	const struct quota_limits *limits = &quota->limits;
	enum result result = ERR_QUOTA;
	struct bucket *bucket;

	if (limits->actions_per_hour <= 0 && limits->bytes_per_hour == 0)
		return OK;
	pthread_mutex_lock(&quota->mutex);
	bucket = bucket_of(quota, key | (uint64_t)1 << 63, now_us);
	fill(limits, bucket, now_us);
	if (has_room(limits, bucket, wish)) {
		bucket->actions -= wish->actions;
		bucket->bytes -= wish->bytes;
		result = OK;
	}
	pthread_mutex_unlock(&quota->mutex);
	return result;
}

enum result quota_take(struct quota *quota, uint64_t key, uint64_t bytes, uint64_t now_us)
{
	struct wish wish = {.actions = 1, .bytes = (double)bytes};

	return take(quota, key, &wish, now_us);
}

enum result quota_take_all(struct quota *quota, uint64_t key, uint64_t actions, uint64_t bytes,
			   uint64_t now_us)
{
	struct wish wish = {(double)actions, (double)bytes, true};

	return take(quota, key, &wish, now_us);
}
