#include "core/arrival.h"

#include <assert.h>
#include <string.h>

#include "core/charter_log.h"
#include "core/leaves.h"

/* A few hundred bytes, decoded. */
#define HEAD_ARENA_BYTES 4096u

/* The log that a request is about, beside the one that is arriving. */
enum standing {
	STANDING_ALONE, /* nothing is arriving */
	STANDING_SAME,
	STANDING_LONGER, /* it takes the other's place, where its head is of the log's own server */
	STANDING_OTHER,  /* it does not */
	STANDING_FIRST,  /* it takes the other's place, whose head is of no server of its log yet */
};

/* By size and root: who has signed them, and when, is nothing to the leaves. */
static enum result compare(const struct arrival *arrival, const struct codec *codec,
			   const struct store_arrival *known, enum standing *standing_out,
			   uint8_t key_out[KEY_SIZE])
{
	const struct space_head *head = &arrival->head;
	struct arena arena;
	uint8_t root[HASH_SIZE];
	uint64_t size;
	enum result result;

	arena_init(&arena, HEAD_ARENA_BYTES);
	result = codec->read_head((struct bytes){known->head, known->head_size}, &arena, &size,
				  root, key_out);
	arena_deinit(&arena);
	if (result != OK)
		return ERR_IO;
	if (head->size > size)
		*standing_out = STANDING_LONGER;
	else if (head->size == size && memcmp(head->root, root, HASH_SIZE) == 0)
		*standing_out = STANDING_SAME;
	else
		*standing_out = STANDING_OTHER;
	return OK;
}

/* A clock that was set back makes nothing older. */
static bool is_too_old(const struct store_arrival *known, uint64_t now_s)
{
	return now_s > known->started && now_s - known->started > ARRIVAL_MAX_AGE_S;
}

/* Of what has come of this log, or of what is seen of a space that comes back. ERR_CONFLICT
 * where the request's leaves are not the next ones: they need no check. */
static enum result load_charter(struct store_session *reader, struct spaces *spaces,
				const struct codec *codec, const struct arrival *arrival,
				struct charter **charter_out)
{
	enum standing standing = STANDING_ALONE;
	struct store_arrival known;
	uint8_t key[KEY_SIZE];
	struct space *space = NULL;
	struct space_view view;
	uint64_t size = 0;
	enum result result = reader->functions->find_arrival(reader, arrival->head.space, &known);

	if (result == OK)
		result = compare(arrival, codec, &known, &standing, key);
	if (result != OK && result != ERR_NOT_FOUND)
		return result;
	if (standing == STANDING_OTHER)
		return ERR_CONFLICT;
	if (standing == STANDING_SAME) {
		result = reader->functions->count_leaves(reader, known.space, &size);
		if (result == OK && size != arrival->cursor)
			result = ERR_CONFLICT;
		return result == OK ? charter_log_load(reader, codec, known.space, STORE_MAX_LEAVES,
						       charter_out)
				    : result;
	}
	result = spaces_acquire(spaces, arrival->head.space, &space);
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
		result = load_charter(reader, spaces, codec, arrival, &charter);
	store->functions->release(store, &reader);
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
	return result == OK && is_too_old(&oldest, tools->now_s) ? drop(tools, &oldest) : result;
}

/* Whether the key is that of the server at which the log is, as far as it has come. */
static enum result is_servers_own(const struct space_log_tools *tools,
				  const struct store_arrival *known, const uint8_t key[KEY_SIZE],
				  bool *is_own_out)
{
	struct charter *charter = NULL;
	enum result result = charter_log_load(tools->writer, tools->codec, known->space,
					      STORE_MAX_LEAVES, &charter);

	if (result == OK)
		*is_own_out = memcmp(charter_server_key(charter), key, KEY_SIZE) == 0;
	charter_free(&charter);
	return result;
}

/* What is arriving of this space and not too old. Expected failure: ERR_CONFLICT, a log that does
 * not take its place. */
static enum result find_known(const struct arrival *arrival, const struct space_log_tools *tools,
			      struct store_arrival *known_out, enum standing *standing_out)
{
	enum result result = drop_oldest(tools);
	uint8_t key[KEY_SIZE];
	bool is_own = true;

	*standing_out = STANDING_ALONE;
	if (result == OK)
		result = tools->writer->functions->find_arrival(tools->writer, arrival->head.space,
								known_out);
	if (result != OK)
		return result == ERR_NOT_FOUND ? OK : result;
	if (is_too_old(known_out, tools->now_s))
		return drop(tools, known_out);
	result = compare(arrival, tools->codec, known_out, standing_out, key);
	if (result == OK && *standing_out != STANDING_SAME)
		result = is_servers_own(tools, known_out, key, &is_own);
	/* Anybody signs a head with a key of his own: it holds nobody off. */
	if (result == OK && !is_own)
		*standing_out = STANDING_FIRST;
	return result == OK && *standing_out == STANDING_OTHER ? ERR_CONFLICT : result;
}

/* The log as far as it has come, in place of what everybody sees. */
static enum result resume(struct space_log *log, const struct space_log_tools *tools,
			  const struct store_arrival *known)
{
	struct charter *charter = NULL;
	uint64_t size;
	enum result result =
		tools->writer->functions->count_leaves(tools->writer, known->space, &size);

	log->number = known->space;
	if (result == OK)
		result = leaves_frontier(tools->writer, log->number, size, &log->frontier);
	if (result != OK || size == 0)
		return result;
	result = charter_log_load(tools->writer, tools->codec, log->number, STORE_MAX_LEAVES,
				  &charter);
	if (result == OK)
		result = space_log_adopt(log, &charter);
	charter_free(&charter);
	return result;
}

static enum result begin(const struct arrival *arrival, struct space_log *log,
			 const struct space_log_tools *tools)
{
	const struct store_functions *store = tools->writer->functions;
	struct store_arrival begun = {
		.base = log->frontier.size,
		.entries =
			log->snapshot == NULL ? 0 : charter_size(snapshot_charter(log->snapshot)),
		.started = tools->now_s,
		.head_size = arrival->head_bytes.size,
	};
	enum result result = OK;

	/* No head that can be decoded is longer. */
	assert(begun.head_size <= sizeof(begun.head));
	memcpy(begun.head, arrival->head_bytes.data, begun.head_size);
	if (log->number == 0)
		result = store->add_space(tools->writer, log->id, &log->number);
	begun.space = log->number;
	return result == OK ? store->put_arrival(tools->writer, &begun) : result;
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

/* All or nothing: there is no proof for some of the leaves. */
static bool is_paid(const struct arrival *arrival, const struct space_log_tools *tools)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < arrival->count; i++)
		bytes += arrival->leaves[i].frame.size;
	return quota_take_all(tools->quotas.arrival, 0, arrival->count, bytes, tools->now_us) == OK;
}

/* The last leaf is to be the very one by which the log left the head's server for this one: only
 * the enactment of a move changes where it is. With another server's head no more than this
 * request fails, for the leaves are those of the right one, too. */
static enum result finish(struct arrival *arrival, struct space_log *log,
			  const struct space_log_tools *tools, bool was_here, bool was_at_heads)
{
	arrival->is_vain = was_here || !is_at(log, tools->server_key);
	return arrival->is_vain || !was_at_heads ? ERR_CONFLICT : settle(arrival, log, tools);
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
			       const struct space_log_tools *tools,
			       const struct store_arrival *known, enum standing standing)
{
	enum result result = OK;

	/* Undone where these do not fit: then the other log's leaves stay. */
	if (standing == STANDING_LONGER || standing == STANDING_FIRST)
		result = drop(tools, known);
	if (result == OK && standing != STANDING_SAME)
		result = begin(arrival, log, tools);
	log->is_arriving = true;
	if (result == OK)
		result = take_leaves(arrival, log, tools);
	if (result == OK && standing == STANDING_LONGER && !arrival->is_here &&
	    !is_at(log, arrival->head.server_key))
		result = ERR_CONFLICT;
	arrival->next = log->frontier.size;
	log->is_changed = arrival->is_here;
	return result;
}

enum result arrival_take(struct arrival *arrival, struct space_log *log,
			 const struct space_log_tools *tools)
{
	struct store_arrival known;
	enum standing standing;
	enum result result;

	arrival->is_here = is_at(log, tools->server_key);
	arrival->next = log->frontier.size;
	/* Nor is a plan brought that came here, and has gone on since: who slept reads it here. */
	if (arrival->is_here || arrival->head.size < log->frontier.size)
		return OK;
	result = find_known(arrival, tools, &known, &standing);
	if (result == OK && standing == STANDING_SAME)
		result = resume(log, tools, &known);
	if (result != OK)
		return result;
	arrival->next = log->frontier.size;
	if (arrival->head.size <= log->frontier.size)
		return ERR_CONFLICT;
	if (arrival->cursor != log->frontier.size || arrival->count == 0)
		return OK;

	if (!is_proven(arrival, log))
		return ERR_CONFLICT;
	arrival->must_wait = !is_paid(arrival, tools);
	return arrival->must_wait ? OK : take_proven(arrival, log, tools, &known, standing);
}

enum result arrival_forget(const struct arrival *arrival, const struct space_log_tools *tools)
{
	const struct store_functions *store = tools->writer->functions;
	enum standing standing = STANDING_ALONE;
	struct store_arrival known;
	uint8_t key[KEY_SIZE];
	enum result result = store->find_arrival(tools->writer, arrival->head.space, &known);

	if (result == OK)
		result = compare(arrival, tools->codec, &known, &standing, key);
	if (result == ERR_NOT_FOUND)
		return OK;
	if (result != OK || standing != STANDING_SAME)
		return result;
	result = store->begin_request(tools->writer);
	if (result == OK)
		result = drop(tools, &known);
	return result == OK ? store->end_request(tools->writer) : result;
}

enum result arrival_drop_old(struct store *store, uint64_t now_s)
{
	struct store_session *writer = store->functions->writer(store);
	const struct store_functions *functions = writer->functions;
	struct store_arrival oldest;
	enum result result;

	while ((result = functions->oldest_arrival(writer, &oldest)) == OK) {
		if (!is_too_old(&oldest, now_s))
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
