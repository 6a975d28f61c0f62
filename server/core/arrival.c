#include "core/arrival.h"

#include <assert.h>
#include <string.h>

#include "core/charter_log.h"
#include "core/leaves.h"

static bool is_of_head(const struct arrival *arrival, const struct store_arrival *known)
{
	return bytes_equal((struct bytes){known->head, known->head_size}, arrival->head_bytes);
}

/* A clock that was set back makes nothing older. */
static bool is_too_old(const struct store_arrival *known, uint64_t now_s)
{
	return now_s > known->started && now_s - known->started > ARRIVAL_MAX_AGE_S;
}

/* Of what has come under this head, or of what is seen of a space that comes back. ERR_CONFLICT
 * where the request's leaves are not the next ones: they need no check. */
static enum result load_charter(struct store_session *reader, struct spaces *spaces,
				const struct codec *codec, const struct arrival *arrival,
				struct charter **charter_out)
{
	struct store_arrival known;
	struct space *space = NULL;
	struct space_view view;
	uint64_t size = 0;
	enum result result = reader->functions->find_arrival(reader, arrival->head.space, &known);

	if (result == OK && is_of_head(arrival, &known)) {
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

/* What is arriving of this space and not too old; ERR_NOT_FOUND where nothing is. */
static enum result find_known(const struct space_log *log, const struct space_log_tools *tools,
			      struct store_arrival *known_out)
{
	enum result result = drop_oldest(tools);

	if (result == OK)
		result = tools->writer->functions->find_arrival(tools->writer, log->id, known_out);
	if (result != OK || !is_too_old(known_out, tools->now_s))
		return result;
	result = drop(tools, known_out);
	return result == OK ? ERR_NOT_FOUND : result;
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

/* Whether the log is here by the very leaf by which it left the server that signed the head: only
 * the enactment of a move changes where it is. */
static bool has_moved_here(const struct arrival *arrival, const struct space_log *log,
			   const struct space_log_tools *tools, bool was_at_heads)
{
	return was_at_heads && is_at(log, tools->server_key) &&
	       memcmp(arrival->head.server_key, tools->server_key, KEY_SIZE) != 0;
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

static bool is_paid(const struct arrival *arrival, size_t number,
		    const struct space_log_tools *tools)
{
	return quota_take(tools->quotas.server, 0, arrival->leaves[number].frame.size,
			  tools->now_us) == OK;
}

/* The first of them is paid for. */
static enum result take_leaves(struct arrival *arrival, struct space_log *log,
			       const struct space_log_tools *tools)
{
	bool is_move = false;
	uint8_t root[HASH_SIZE];

	for (size_t i = 0; i < arrival->count; i++) {
		struct submission *leaf = &arrival->leaves[i];
		bool was_at_heads = is_at(log, arrival->head.server_key);
		enum result result;

		if (log->frontier.size == arrival->head.size)
			return ERR_CONFLICT;
		if (i > 0 && !is_paid(arrival, i, tools)) {
			arrival->must_wait = true;
			return OK;
		}
		result = space_log_append(log, tools, leaf);
		if (result != OK)
			return result;
		if (leaf->code != OK)
			return ERR_CONFLICT;
		is_move = has_moved_here(arrival, log, tools, was_at_heads);
	}
	if (log->frontier.size < arrival->head.size)
		return OK;
	tree_root(&log->frontier, root);
	if (!is_move || memcmp(root, arrival->head.root, HASH_SIZE) != 0)
		return ERR_CONFLICT;
	return settle(arrival, log, tools);
}

enum result arrival_take(struct arrival *arrival, struct space_log *log,
			 const struct space_log_tools *tools)
{
	struct store_arrival known;
	bool is_known, is_going_on;
	enum result result;

	arrival->is_here = is_at(log, tools->server_key);
	arrival->next = log->frontier.size;
	if (arrival->is_here)
		return OK;
	result = find_known(log, tools, &known);
	if (result != OK && result != ERR_NOT_FOUND)
		return result;
	is_known = result == OK;
	is_going_on = is_known && is_of_head(arrival, &known);
	result = is_going_on ? resume(log, tools, &known) : OK;
	if (result != OK)
		return result;
	arrival->next = log->frontier.size;
	if (arrival->head.size <= log->frontier.size)
		return ERR_CONFLICT;
	if (arrival->cursor != log->frontier.size || arrival->count == 0)
		return OK;

	arrival->must_wait = !is_paid(arrival, 0, tools);
	if (arrival->must_wait)
		return OK;
	/* Undone where these do not fit: then another head's leaves stay. */
	if (is_known && !is_going_on)
		result = drop(tools, &known);
	if (result == OK && !is_going_on)
		result = begin(arrival, log, tools);
	log->is_arriving = true;
	if (result == OK)
		result = take_leaves(arrival, log, tools);
	arrival->next = log->frontier.size;
	log->is_changed = arrival->is_here;
	return result;
}

enum result arrival_forget(const struct arrival *arrival, const struct space_log_tools *tools)
{
	const struct store_functions *store = tools->writer->functions;
	struct store_arrival known;
	enum result result = store->find_arrival(tools->writer, arrival->head.space, &known);

	if (result == ERR_NOT_FOUND)
		return OK;
	if (result != OK || !is_of_head(arrival, &known))
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
