#include "core/spaces.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/thread.h"
#include "core/charter_log.h"
#include "core/leaves.h"
#include "crypto/verify.h"

#define BUCKETS 1024u

struct recent_root {
	uint64_t size; /* 0: none */
	uint8_t root[HASH_SIZE];
};

struct space {
	uint8_t id[HASH_SIZE];
	uint64_t number;
	/* Guarded by spaces.mutex. */
	struct space *next_in_bucket;
	unsigned holders;
	uint64_t used_at; /* tick of the last acquire */
	/* Guarded by mutex. */
	pthread_mutex_t mutex;
	pthread_cond_t news;
	struct snapshot *snapshot;
	uint64_t size;
	uint8_t root[HASH_SIZE];
	struct recent_root recent[SPACE_RECENT_ROOTS];
	unsigned recent_next;
	uint8_t head_frame[HEAD_FRAME_MAX_BYTES];
	size_t head_frame_size; /* 0: to be signed */
	uint64_t head_time;
	bool is_stopping;
	/* The writer's. */
	struct tree_frontier frontier;
};

struct spaces {
	struct spaces_options options;
	pthread_mutex_t load_mutex; /* one load at a time; taken before mutex */
	pthread_mutex_t mutex;
	struct space *buckets[BUCKETS];
	unsigned count;
	uint64_t tick;
	bool is_stopping;
};

enum result spaces_open(const struct spaces_options *options, struct spaces **spaces_out)
{
	struct spaces *spaces = calloc(1, sizeof(*spaces));

	if (spaces == NULL)
		return ERR_NO_MEMORY;
	spaces->options = *options;
	pthread_mutex_init(&spaces->load_mutex, NULL);
	pthread_mutex_init(&spaces->mutex, NULL);
	*spaces_out = spaces;
	return OK;
}

static void space_free(struct space *space)
{
	snapshot_release(&space->snapshot);
	pthread_mutex_destroy(&space->mutex);
	pthread_cond_destroy(&space->news);
	free(space);
}

void spaces_close(struct spaces **spaces)
{
	if (*spaces == NULL)
		return;
	for (unsigned i = 0; i < BUCKETS; i++) {
		while ((*spaces)->buckets[i] != NULL) {
			struct space *space = (*spaces)->buckets[i];

			(*spaces)->buckets[i] = space->next_in_bucket;
			space_free(space);
		}
	}
	pthread_mutex_destroy(&(*spaces)->load_mutex);
	pthread_mutex_destroy(&(*spaces)->mutex);
	free(*spaces);
	*spaces = NULL;
}

const uint8_t *spaces_epoch(const struct spaces *spaces)
{
	return spaces->options.epoch;
}

static struct space **bucket_of(struct spaces *spaces, const uint8_t id[HASH_SIZE])
{
	/* Ids are hashes: any of their bytes are as good as another hash. */
	return &spaces->buckets[bytes_get_u32(id) % BUCKETS];
}

/* The mutex is held. */
static struct space *find_held(struct spaces *spaces, const uint8_t id[HASH_SIZE])
{
	struct space *space = *bucket_of(spaces, id);

	while (space != NULL && memcmp(space->id, id, HASH_SIZE) != 0)
		space = space->next_in_bucket;
	if (space != NULL) {
		space->holders++;
		space->used_at = ++spaces->tick;
	}
	return space;
}

static struct space *find(struct spaces *spaces, const uint8_t id[HASH_SIZE])
{
	struct space *space;

	pthread_mutex_lock(&spaces->mutex);
	space = find_held(spaces, id);
	pthread_mutex_unlock(&spaces->mutex);
	return space;
}

/* Drops the space that was not used for the longest time. The mutex is held. */
static void evict_one(struct spaces *spaces)
{
	struct space **oldest = NULL, *space;

	for (unsigned i = 0; i < BUCKETS; i++) {
		for (struct space **at = &spaces->buckets[i]; *at != NULL;
		     at = &(*at)->next_in_bucket) {
			if ((*at)->holders > 0)
				continue;
			if (oldest == NULL || (*at)->used_at < (*oldest)->used_at)
				oldest = at;
		}
	}
	if (oldest == NULL)
		return;
	space = *oldest;
	*oldest = space->next_in_bucket;
	spaces->count--;
	space_free(space);
}

static void insert(struct spaces *spaces, struct space *space)
{
	struct space **bucket = bucket_of(spaces, space->id);

	pthread_mutex_lock(&spaces->mutex);
	if (spaces->count >= spaces->options.cap)
		evict_one(spaces);
	space->is_stopping = spaces->is_stopping;
	space->holders = 1;
	space->used_at = ++spaces->tick;
	space->next_in_bucket = *bucket;
	*bucket = space;
	spaces->count++;
	pthread_mutex_unlock(&spaces->mutex);
}

/* What is on its way here is not seen before all of it has come (SYNC15). */
static enum result count_seen(struct store_session *reader, struct space *space,
			      uint64_t *entries_out)
{
	struct store_arrival arrival;
	enum result result = reader->functions->find_arrival(reader, space->id, &arrival);

	if (result == OK) {
		space->size = arrival.base;
		*entries_out = arrival.entries;
		return OK;
	}
	*entries_out = STORE_MAX_LEAVES;
	return result == ERR_NOT_FOUND
		       ? reader->functions->count_leaves(reader, space->number, &space->size)
		       : result;
}

static enum result load_state(struct spaces *spaces, struct store_session *reader,
			      struct space *space)
{
	struct charter *charter = NULL;
	uint64_t entries = 0;
	enum result result = reader->functions->find_space(reader, space->id, &space->number);

	if (result == OK)
		result = count_seen(reader, space, &entries);
	if (result == OK)
		result = leaves_frontier(reader, space->number, space->size, &space->frontier);
	if (result == OK)
		result = charter_log_load(reader, spaces->options.codec, space->number, entries,
					  &charter);
	if (result == OK)
		result = snapshot_new(&charter, &space->snapshot);
	charter_free(&charter);
	if (result == OK)
		tree_root(&space->frontier, space->root);
	return result;
}

static enum result load(struct spaces *spaces, const uint8_t id[HASH_SIZE],
			struct space **space_out)
{
	struct store *store = spaces->options.store;
	struct store_session *reader = NULL;
	struct space *space = calloc(1, sizeof(*space));
	enum result result;

	if (space == NULL)
		return ERR_NO_MEMORY;
	memcpy(space->id, id, HASH_SIZE);
	pthread_mutex_init(&space->mutex, NULL);
	thread_condition_init(&space->news);
	result = store->functions->acquire(store, &reader);
	if (result == OK)
		result = load_state(spaces, reader, space);
	store->functions->release(store, &reader);
	if (result != OK) {
		space_free(space);
		return result;
	}
	insert(spaces, space);
	*space_out = space;
	return OK;
}

enum result spaces_acquire(struct spaces *spaces, const uint8_t id[HASH_SIZE],
			   struct space **space_out)
{
	struct space *space = find(spaces, id);
	enum result result = OK;

	if (space == NULL) {
		pthread_mutex_lock(&spaces->load_mutex);
		space = find(spaces, id);
		if (space == NULL)
			result = load(spaces, id, &space);
		pthread_mutex_unlock(&spaces->load_mutex);
	}
	if (result == OK)
		*space_out = space;
	return result;
}

void spaces_release(struct spaces *spaces, struct space **space)
{
	if (*space == NULL)
		return;
	pthread_mutex_lock(&spaces->mutex);
	(*space)->holders--;
	pthread_mutex_unlock(&spaces->mutex);
	*space = NULL;
}

uint64_t space_number(const struct space *space)
{
	return space->number;
}

const uint8_t *space_id(const struct space *space)
{
	return space->id;
}

/* The mutex is held. */
static void view_held(struct space *space, struct space_view *view_out)
{
	view_out->snapshot = snapshot_acquire(space->snapshot);
	view_out->size = space->size;
	memcpy(view_out->root, space->root, HASH_SIZE);
}

void space_view_acquire(struct space *space, struct space_view *view_out)
{
	pthread_mutex_lock(&space->mutex);
	view_held(space, view_out);
	pthread_mutex_unlock(&space->mutex);
}

void space_view_release(struct space_view *view)
{
	snapshot_release(&view->snapshot);
}

/* The mutex is held. */
static enum result sign_head(const struct spaces_options *options, struct space *space,
			     uint64_t time)
{
	const struct charter *charter = snapshot_charter(space->snapshot);
	struct space_head head = {
		.server_key = signer_key(options->signer),
		.server_epoch = options->epoch,
		.space = space->id,
		.size = space->size,
		.root = space->root,
		.charter_head = charter_head(charter),
		.charter_height = charter_size(charter) - 1,
		.time = time,
	};
	uint8_t bytes[HEAD_FRAME_MAX_BYTES], signature[SIGNATURE_SIZE];
	struct buffer encoded, frame;
	enum result result;

	buffer_init_fixed(&encoded, bytes, sizeof(bytes));
	buffer_init_fixed(&frame, space->head_frame, sizeof(space->head_frame));
	options->codec->append_head(&encoded, &head);
	result = buffer_result(&encoded);
	if (result == OK)
		result =
			signer_sign(options->signer, LABEL_HEAD, buffer_bytes(&encoded), signature);
	if (result != OK)
		return result;
	options->codec->append_head_frame(&frame, buffer_bytes(&encoded), signature);
	result = buffer_result(&frame);
	if (result == OK) {
		space->head_frame_size = frame.size;
		space->head_time = time;
	}
	return result;
}

enum result space_append_head(struct spaces *spaces, struct space *space, struct buffer *out,
			      struct space_view *view_out)
{
	uint64_t now = seams_wall_s(spaces->options.seams);
	enum result result = OK;

	pthread_mutex_lock(&space->mutex);
	/* Not equal but "at most a minute off": the clock may be set back. */
	if (space->head_frame_size == 0 || now - space->head_time > SPACE_HEAD_MAX_AGE_S)
		result = sign_head(&spaces->options, space, now);
	if (result == OK) {
		buffer_append(out, space->head_frame, space->head_frame_size);
		view_held(space, view_out);
	}
	pthread_mutex_unlock(&space->mutex);
	return result;
}

/* The mutex is held. NULL where it takes a look into the store. */
static const uint8_t *recent_root(const struct space *space, uint64_t size)
{
	if (size == space->size)
		return space->root;
	for (unsigned i = 0; i < SPACE_RECENT_ROOTS; i++) {
		if (space->recent[i].size == size)
			return space->recent[i].root;
	}
	return NULL;
}

static enum result stored_root(struct spaces *spaces, const struct space *space, uint64_t size,
			       uint8_t root_out[HASH_SIZE])
{
	struct store *store = spaces->options.store;
	struct store_session *reader = NULL;
	enum result result = store->functions->acquire(store, &reader);

	if (result == OK)
		result = leaves_root_at(reader, space->number, size, root_out);
	store->functions->release(store, &reader);
	return result;
}

enum result space_check_root(struct spaces *spaces, struct space *space, uint64_t size,
			     const uint8_t root[HASH_SIZE])
{
	uint8_t expected[HASH_SIZE];
	const uint8_t *recent = NULL;
	bool is_ahead;
	enum result result = OK;

	pthread_mutex_lock(&space->mutex);
	is_ahead = size > space->size;
	if (size > 0)
		recent = recent_root(space, size);
	if (recent != NULL)
		memcpy(expected, recent, HASH_SIZE);
	pthread_mutex_unlock(&space->mutex);

	if (is_ahead)
		return ERR_AHEAD;
	if (recent == NULL)
		result = stored_root(spaces, space, size, expected);
	if (result != OK)
		return result;
	return memcmp(expected, root, HASH_SIZE) == 0 ? OK : ERR_AHEAD;
}

bool space_wait(struct space *space, uint64_t seen, uint64_t timeout_ms)
{
	bool is_in_time = true, has_news;

	pthread_mutex_lock(&space->mutex);
	while (is_in_time && space->size <= seen && !space->is_stopping)
		is_in_time = thread_condition_wait(&space->news, &space->mutex, timeout_ms);
	has_news = space->size > seen && !space->is_stopping;
	pthread_mutex_unlock(&space->mutex);
	return has_news;
}

void spaces_wake(struct spaces *spaces)
{
	pthread_mutex_lock(&spaces->mutex);
	spaces->is_stopping = true;
	for (unsigned i = 0; i < BUCKETS; i++) {
		for (struct space *space = spaces->buckets[i]; space != NULL;
		     space = space->next_in_bucket) {
			pthread_mutex_lock(&space->mutex);
			space->is_stopping = true;
			pthread_cond_broadcast(&space->news);
			pthread_mutex_unlock(&space->mutex);
		}
	}
	pthread_mutex_unlock(&spaces->mutex);
}

const struct tree_frontier *space_frontier(const struct space *space)
{
	return &space->frontier;
}

void space_publish(struct space *space, const struct tree_frontier *frontier,
		   struct snapshot *snapshot)
{
	struct snapshot *old;

	pthread_mutex_lock(&space->mutex);
	space->recent[space->recent_next].size = space->size;
	memcpy(space->recent[space->recent_next].root, space->root, HASH_SIZE);
	space->recent_next = (space->recent_next + 1) % SPACE_RECENT_ROOTS;
	old = space->snapshot;
	space->snapshot = snapshot_acquire(snapshot);
	space->frontier = *frontier;
	space->size = frontier->size;
	tree_root(frontier, space->root);
	space->head_frame_size = 0;
	pthread_cond_broadcast(&space->news);
	pthread_mutex_unlock(&space->mutex);
	snapshot_release(&old);
}
