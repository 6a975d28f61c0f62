#include "core/arrival.h"

#include <assert.h>
#include <string.h>

#include "core/charter_log.h"
#include "core/leaves.h"

/* A few hundred bytes, decoded. */
#define HEAD_ARENA_BYTES 4096u

/* What a request's head may do with what has come under another. */
struct standing {
	bool is_arriving; /* something has come */
	bool is_other;    /* under the head of another key */
	bool may_begin;   /* in place of what has come, where that is of another log */
	bool begins;      /* and does */
	bool is_paid;
};

/* Whose the head is that the arrival stands under. */
static enum result read_key(const struct store_arrival *known, const struct codec *codec,
			    uint8_t key_out[KEY_SIZE])
{
	struct arena arena;
	uint8_t root[HASH_SIZE];
	uint64_t size;
	enum result result;

	arena_init(&arena, HEAD_ARENA_BYTES);
	result = codec->read_head((struct bytes){known->head, known->head_size}, &arena, &size,
				  root, key_out);
	arena_deinit(&arena);
	return result == OK ? OK : ERR_IO;
}

/* A clock that was set back makes nothing older. */
static bool is_older(uint64_t time_s, uint64_t age_s, uint64_t now_s)
{
	return now_s > time_s && now_s - time_s > age_s;
}

/* Of what has come of the space. ERR_NOT_FOUND where the request's leaves do not follow on that. */
static enum result load_arriving(struct store_session *reader, const struct codec *codec,
				 const struct arrival *arrival, struct charter **charter_out)
{
	struct store_arrival known;
	uint64_t size = 0;
	enum result result = reader->functions->find_arrival(reader, arrival->head.space, &known);

	if (result == OK)
		result = reader->functions->count_leaves(reader, known.space, &size);
	if (result == OK && size != arrival->cursor)
		result = ERR_NOT_FOUND;
	return result == OK
		       ? charter_log_load(reader, codec, known.space, STORE_MAX_LEAVES, charter_out)
		       : result;
}

/* Of what is seen of a space that comes back, or of none. ERR_CONFLICT where the request's leaves
 * are not the next ones: they need no check. */
static enum result load_seen(struct spaces *spaces, const struct arrival *arrival,
			     struct charter **charter_out)
{
	struct space *space = NULL;
	struct space_view view;
	enum result result = spaces_acquire(spaces, arrival->head.space, &space);

	if (result == ERR_NOT_FOUND)
		return arrival->cursor == 0 ? charter_new(charter_out) : ERR_CONFLICT;
	if (result != OK)
		return result;
	space_view_acquire(space, &view);
	result = view.size == arrival->cursor
			 ? charter_clone(snapshot_charter(view.snapshot), charter_out)
			 : ERR_CONFLICT;
	space_view_release(&view);
	spaces_release(spaces, &space);
	return result;
}

/* What only the log can tell is taken for granted: the writer looks. */
static enum result apply_entry(struct submission *leaf, struct charter *charter)
{
	struct charter_entry entry;

	submission_to_entry(leaf, &entry);
	entry.position = leaf->position;
	verify_hash_bytes(LABEL_ENTRY, leaf->position_bytes, entry.entry_hash);
	entry.is_signed = submission_verify(leaf, charter) == OK;
	entry.cuts_fit = true;
	entry.is_silent = true;
	return charter_apply(charter, &entry);
}

static void check_leaves(struct arrival *arrival, struct charter *charter)
{
	enum result result = OK;

	/* The writer stops at the one that does not fit, too. */
	for (size_t i = 0; i < arrival->count && result == OK; i++) {
		struct submission *leaf = &arrival->leaves[i];

		submission_check(leaf, charter);
		result = leaf->form;
		if (result == OK && !leaf->is_commit)
			result = apply_entry(leaf, charter);
	}
}

void arrival_check(struct store *store, struct spaces *spaces, const struct codec *codec,
		   struct arrival *arrival)
{
	struct store_session *reader = NULL;
	struct charter *charter = NULL;
	enum result result;

	if (arrival->count == 0)
		return;
	result = store->functions->acquire(store, &reader);
	if (result == OK)
		result = load_arriving(reader, codec, arrival, &charter);
	store->functions->release(store, &reader);
	if (result == ERR_NOT_FOUND)
		result = load_seen(spaces, arrival, &charter);
	/* Without it the writer makes every verdict itself. */
	if (result == OK)
		check_leaves(arrival, charter);
	charter_free(&charter);
}

static enum result drop(const struct space_log_tools *tools, const struct store_arrival *known)
{
	return tools->writer->functions->drop_arrival(tools->writer, known);
}

/* One at most: nobody's arrival waits for all the others to be cleared away. */
static enum result drop_oldest(const struct space_log_tools *tools)
{
	struct store_arrival oldest;
	enum result result = tools->writer->functions->oldest_arrival(tools->writer, &oldest);

	if (result == ERR_NOT_FOUND)
		return OK;
	return result == OK && is_older(oldest.started, ARRIVAL_MAX_AGE_S, tools->now_s)
		       ? drop(tools, &oldest)
		       : result;
}

/* All or nothing: there is no proof for some of the leaves. */
static bool is_paid(const struct arrival *arrival, const struct space_log_tools *tools)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < arrival->count; i++)
		bytes += arrival->leaves[i].frame.size;
	return quota_take_all(tools->quotas.arrival, 0, arrival->count, bytes, tools->now_us) == OK;
}

/* From where the space begins to the head's size: it settles or fails, and holds nobody off. */
static bool is_whole(const struct arrival *arrival, const struct store_arrival *known)
{
	return arrival->count != 0 && arrival->cursor == known->base &&
	       arrival->head.size - arrival->cursor == arrival->count;
}

/* A head of another key than the one that the arrival stands under. Anybody signs one with a key
 * of his own: that holds the server of the log, as far as it has come, off at no time, and others
 * for a while. Expected failure: ERR_CONFLICT, it does not take the other's place. */
static enum result judge_other(struct arrival *arrival, const struct space_log_tools *tools,
			       const struct store_arrival *known, const uint8_t key[KEY_SIZE],
			       struct standing *standing)
{
	struct charter *charter = NULL;
	enum result result;

	/* All entries are applied again for it. */
	standing->is_paid = is_paid(arrival, tools);
	arrival->must_wait = !standing->is_paid;
	if (arrival->must_wait)
		return OK;
	result = charter_log_load(tools->writer, tools->codec, known->space, STORE_MAX_LEAVES,
				  &charter);
	if (result == OK) {
		const uint8_t *own = charter_server_key(charter);
		bool is_held_by_own = memcmp(own, key, KEY_SIZE) == 0;
		uint64_t since = is_held_by_own ? known->advanced : known->started;

		standing->may_begin = memcmp(own, arrival->head.server_key, KEY_SIZE) == 0 ||
				      is_older(since, ARRIVAL_HELD_S, tools->now_s);
		result = standing->may_begin ? OK : ERR_CONFLICT;
	}
	charter_free(&charter);
	return result;
}

/* What is arriving of this space and not too old. Expected failure: as above. */
static enum result find_known(struct arrival *arrival, const struct space_log_tools *tools,
			      struct store_arrival *known_out, struct standing *standing_out)
{
	enum result result = drop_oldest(tools);
	uint8_t key[KEY_SIZE];

	*standing_out = (struct standing){0};
	if (result == OK)
		result = tools->writer->functions->find_arrival(tools->writer, arrival->head.space,
								known_out);
	if (result != OK)
		return result == ERR_NOT_FOUND ? OK : result;
	if (is_older(known_out->started, ARRIVAL_MAX_AGE_S, tools->now_s))
		return drop(tools, known_out);
	result = read_key(known_out, tools->codec, key);
	if (result != OK)
		return result;
	standing_out->is_arriving = true;
	standing_out->is_other = memcmp(key, arrival->head.server_key, KEY_SIZE) != 0;
	standing_out->may_begin = is_whole(arrival, known_out);
	if (arrival->count == 0 || standing_out->may_begin)
		return OK;
	if (standing_out->is_other)
		return judge_other(arrival, tools, known_out, key, standing_out);
	standing_out->may_begin = is_older(known_out->advanced, ARRIVAL_HELD_S, tools->now_s);
	return OK;
}

/* Where the log is as far as it has come, in place of what everybody sees. */
static enum result resume(struct space_log *log, const struct space_log_tools *tools,
			  const struct store_arrival *known)
{
	uint64_t size;
	enum result result =
		tools->writer->functions->count_leaves(tools->writer, known->space, &size);

	log->number = known->space;
	return result == OK ? leaves_frontier(tools->writer, log->number, size, &log->frontier)
			    : result;
}

/* All its entries are applied again: only for leaves that are proven, and paid for. */
static enum result resume_charter(struct space_log *log, const struct space_log_tools *tools)
{
	struct charter *charter = NULL;
	enum result result;

	if (log->frontier.size == 0)
		return OK;
	result = charter_log_load(tools->writer, tools->codec, log->number, STORE_MAX_LEAVES,
				  &charter);
	if (result == OK)
		result = space_log_adopt(log, &charter);
	charter_free(&charter);
	return result;
}

/* The arrival stands under the request's head, whose leaves are coming. */
static enum result put(const struct arrival *arrival, const struct space_log_tools *tools,
		       struct store_arrival *known)
{
	/* No head that can be decoded is longer. */
	assert(arrival->head_bytes.size <= sizeof(known->head));
	memcpy(known->head, arrival->head_bytes.data, arrival->head_bytes.size);
	known->head_size = arrival->head_bytes.size;
	known->advanced = tools->now_s;
	return tools->writer->functions->put_arrival(tools->writer, known);
}

static enum result begin(const struct arrival *arrival, struct space_log *log,
			 const struct space_log_tools *tools)
{
	struct store_arrival begun = {
		.base = log->frontier.size,
		.entries =
			log->snapshot == NULL ? 0 : charter_size(snapshot_charter(log->snapshot)),
		.started = tools->now_s,
	};
	enum result result = OK;

	if (log->number == 0)
		result = tools->writer->functions->add_space(tools->writer, log->id, &log->number);
	begun.space = log->number;
	return result == OK ? put(arrival, tools, &begun) : result;
}

static bool is_at(const struct space_log *log, const uint8_t server_key[KEY_SIZE])
{
	return log->snapshot != NULL && memcmp(charter_server_key(snapshot_charter(log->snapshot)),
					       server_key, KEY_SIZE) == 0;
}

/* From now on the space is like any other. */
static enum result settle(struct arrival *arrival, struct space_log *log,
			  const struct space_log_tools *tools)
{
	const struct charter *seen = NULL;
	struct space_view view = {0};
	enum result result;

	if (log->space != NULL) {
		space_view_acquire(log->space, &view);
		seen = snapshot_charter(view.snapshot);
	}
	result = space_log_put_recoveries(log, tools, seen, snapshot_charter(log->snapshot));
	space_view_release(&view);
	arrival->is_here = true;
	return result == OK ? tools->writer->functions->end_arrival(tools->writer, log->number)
			    : result;
}

static void hash_leaf(const struct submission *leaf, uint8_t out[HASH_SIZE])
{
	uint8_t entry_hash[HASH_SIZE];

	if (leaf->is_commit) {
		tree_leaf_hash(1, leaf->hash, out);
		return;
	}
	verify_hash_bytes(LABEL_ENTRY, leaf->position_bytes, entry_hash);
	tree_leaf_hash(0, entry_hash, out);
}

/* Whether the log, with these leaves, is the beginning of the head's. */
static bool is_proven(const struct arrival *arrival, const struct space_log *log)
{
	struct tree_frontier frontier = log->frontier;
	struct tree_completed completed;
	struct tree_proof proof = {.count = (unsigned)arrival->proof_count};
	uint8_t hash[HASH_SIZE];

	if (arrival->proof_count > TREE_MAX_PROOF)
		return false;
	memcpy(proof.nodes, arrival->proof, arrival->proof_count * HASH_SIZE);
	for (size_t i = 0; i < arrival->count; i++) {
		hash_leaf(&arrival->leaves[i], hash);
		tree_append(&frontier, hash, &completed);
	}
	tree_root(&frontier, hash);
	return tree_is_consistent(&proof, frontier.size, hash, arrival->head.size,
				  arrival->head.root);
}

/* The last leaf is to be the very one by which the log left the head's server for this one: only
 * the enactment of a move changes where it is. Where it is not, no more than this request fails:
 * the leaves may be those of the right head, too. */
static enum result finish(struct arrival *arrival, struct space_log *log,
			  const struct space_log_tools *tools, bool was_here, bool was_at_heads)
{
	bool is_move = !was_here && was_at_heads && is_at(log, tools->server_key);

	return is_move ? settle(arrival, log, tools) : ERR_CONFLICT;
}

static enum result take_leaves(struct arrival *arrival, struct space_log *log,
			       const struct space_log_tools *tools)
{
	bool was_here = false, was_at_heads = false;

	for (size_t i = 0; i < arrival->count; i++) {
		enum result result;

		was_here = is_at(log, tools->server_key);
		was_at_heads = is_at(log, arrival->head.server_key);
		result = space_log_append(log, tools, &arrival->leaves[i]);
		if (result != OK)
			return result;
		if (arrival->leaves[i].code != OK)
			return ERR_CONFLICT;
	}
	return log->frontier.size < arrival->head.size
		       ? OK
		       : finish(arrival, log, tools, was_here, was_at_heads);
}

/* They follow on what has come, and are of the head's log. */
static enum result take_proven(struct arrival *arrival, struct space_log *log,
			       const struct space_log_tools *tools, struct store_arrival *known,
			       const struct standing *standing)
{
	bool goes_on = standing->is_arriving && !standing->begins;
	enum result result = goes_on ? resume_charter(log, tools) : OK;

	/* Undone where these do not fit: then the other log's leaves stay. */
	if (standing->begins)
		result = drop(tools, known);
	if (result == OK && !goes_on)
		result = begin(arrival, log, tools);
	else if (result == OK) {
		if (standing->is_other)
			known->started = tools->now_s;
		result = put(arrival, tools, known);
	}
	log->is_arriving = true;
	if (result == OK)
		result = take_leaves(arrival, log, tools);
	arrival->next = log->frontier.size;
	log->is_changed = arrival->is_here;
	return result;
}

/* The writer's own clock goes on from the last stamp: one far ahead would end no notice for as
 * long. */
static bool is_ahead(const struct arrival *arrival, const struct space_log_tools *tools)
{
	for (size_t i = 0; i < arrival->count; i++)
		if (!arrival->leaves[i].is_commit &&
		    arrival->leaves[i].position.time > tools->now_s + ARRIVAL_MAX_AHEAD_S)
			return true;
	return false;
}

/* The log that the request is to follow on: what has come, or what is seen where it begins. */
static enum result find_log(struct arrival *arrival, struct space_log *log,
			    const struct space_log_tools *tools, struct store_arrival *known,
			    struct standing *standing)
{
	enum result result = find_known(arrival, tools, known, standing);

	if (result != OK || !standing->is_arriving)
		return result;
	standing->begins =
		standing->may_begin && arrival->count != 0 && arrival->cursor == log->frontier.size;
	return standing->begins ? OK : resume(log, tools, known);
}

enum result arrival_take(struct arrival *arrival, struct space_log *log,
			 const struct space_log_tools *tools)
{
	struct store_arrival known = {0};
	struct standing standing;
	bool is_other_log;
	enum result result;

	arrival->is_here = is_at(log, tools->server_key);
	arrival->next = log->frontier.size;
	/* Nor is a plan brought that came here, and has gone on since: who slept reads it here. */
	if (arrival->is_here || arrival->head.size < log->frontier.size)
		return OK;
	result = find_log(arrival, log, tools, &known, &standing);
	if (result != OK)
		return result;
	arrival->next = log->frontier.size;
	if (arrival->must_wait)
		return OK;
	is_other_log = arrival->head.size <= log->frontier.size;
	if (!is_other_log && (arrival->cursor != log->frontier.size || arrival->count == 0))
		return OK;
	if (is_other_log && arrival->count == 0) {
		arrival->next = known.base;
		return arrival->head.size > known.base ? OK : ERR_CONFLICT;
	}
	if (is_other_log || !is_proven(arrival, log)) {
		arrival->next = known.base;
		return standing.may_begin && !standing.begins ? OK : ERR_CONFLICT;
	}
	arrival->must_wait =
		is_ahead(arrival, tools) || !(standing.is_paid || is_paid(arrival, tools));
	return arrival->must_wait ? OK : take_proven(arrival, log, tools, &known, &standing);
}

enum result arrival_drop_old(struct store *store, uint64_t now_s)
{
	struct store_session *writer = store->functions->writer(store);
	const struct store_functions *functions = writer->functions;
	struct store_arrival oldest;
	enum result result;

	while ((result = functions->oldest_arrival(writer, &oldest)) == OK) {
		if (!is_older(oldest.started, ARRIVAL_MAX_AGE_S, now_s))
			return OK;
		result = functions->begin(writer);
		if (result == OK)
			result = functions->drop_arrival(writer, &oldest);
		if (result == OK)
			result = functions->commit(writer);
		if (result != OK) {
			functions->rollback(writer);
			return result;
		}
	}
	return result == ERR_NOT_FOUND ? OK : result;
}
