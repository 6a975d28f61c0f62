#include "net/leaf_stream.h"

#include <string.h>

#include "core/leaves.h"
#include "core/service.h"

struct leaf_stream {
	struct service *service; /* borrowed */
	struct space *space;     /* held */
	uint32_t device;
	const struct submission *own; /* of this request, in the request's memory */
	size_t own_count;
	uint64_t next;
	uint64_t size; /* leaves or entries of the head that was sent */
	uint64_t budget;
	uint64_t sent; /* bytes of leaves since the head */
	uint32_t retry_after_s;
	bool is_more_beyond; /* the head has leaves that were not asked for */
	bool is_entries;     /* counts the charter's entries */
	bool is_live;        /* holds a place among the streams, under: */
	uint64_t live_key;
	bool is_poll;        /* ends after the first news */
	bool is_round_ended; /* live: the next pull waits for news */
};

static enum result read_entry(struct leaf_stream *stream, struct store_session *reader,
			      struct bytes *frame_out)
{
	struct store_place place = {space_number(stream->space), STORE_BY_HEIGHT, 0, stream->next};
	struct store_leaf leaf;
	uint64_t number;
	enum result result = reader->functions->find_place(reader, &place, &number);

	if (result == OK)
		result = reader->functions->read_leaf(reader, place.space, number, &leaf);
	if (result == OK)
		*frame_out = leaf.frame;
	return result;
}

/* False where the leaf would exceed what was asked for. */
static bool append_leaf(struct leaf_stream *stream, struct buffer *out, struct bytes frame)
{
	if (stream->sent > 0 && stream->sent + frame.size > stream->budget)
		return false;
	buffer_append_bytes(out, frame);
	stream->sent += frame.size;
	stream->next++;
	return true;
}

/* What this request brought stands in the log as it came: where it is the next
 * leaf, nothing needs to be read. Commits alone; entries got a position. */
static void append_own(struct leaf_stream *stream, struct buffer *out)
{
	size_t start = out->size;

	for (; stream->own_count > 0; stream->own++, stream->own_count--) {
		if (!stream->own->is_commit || !stream->own->is_new)
			continue;
		if (stream->own->leaf != stream->next || stream->next == stream->size ||
		    out->size - start >= REPLY_CHUNK_BYTES ||
		    !append_leaf(stream, out, stream->own->frame))
			return;
	}
}

/* Appends leaves until the chunk is full or the round is over. */
static enum result append_leaves(struct leaf_stream *stream, struct store_session *reader,
				 struct buffer *out, bool *is_over_out)
{
	size_t start = out->size;
	enum result result = OK;

	*is_over_out = false;
	if (!stream->is_entries)
		result = reader->functions->scan_start(reader, space_number(stream->space),
						       stream->next);
	while (result == OK && stream->next < stream->size) {
		struct bytes frame;

		if (out->size - start >= REPLY_CHUNK_BYTES)
			return OK;
		result = stream->is_entries ? read_entry(stream, reader, &frame)
					    : reader->functions->scan_next(reader, &frame);
		if (result != OK)
			break;
		if (!append_leaf(stream, out, frame))
			break;
	}
	*is_over_out = true;
	/* Every leaf below the head's size is there: anything else is damage. */
	return result == ERR_NOT_FOUND ? ERR_IO : result;
}

static enum result append_end(struct leaf_stream *stream, struct store_session *reader,
			      struct buffer *out)
{
	struct tree_proof proof = {.count = 0};
	struct end end = {
		.next = stream->next,
		.more = stream->next < stream->size,
		.retry_after_s = stream->retry_after_s,
	};
	enum result result = OK;

	if (!stream->is_entries && end.more)
		result = leaves_prove(reader, space_number(stream->space), stream->next,
				      stream->size, &proof);
	if (result != OK)
		return result;
	end.more = end.more || stream->is_more_beyond;
	end.proof = (const uint8_t(*)[HASH_SIZE])proof.nodes;
	end.proof_count = proof.count;
	end_append_frame(out, &end);
	return buffer_result(out);
}

static enum result append_chunk(struct leaf_stream *stream, struct buffer *out, bool *is_over_out)
{
	struct store *store = stream->service->store;
	struct store_session *reader = NULL;
	enum result result = OK;

	if (!stream->is_entries)
		append_own(stream, out);
	/* With nothing more there is nothing to read. */
	if (stream->next == stream->size) {
		*is_over_out = true;
		return append_end(stream, NULL, out);
	}
	result = store->functions->acquire(store, &reader);
	if (result == OK)
		result = append_leaves(stream, reader, out, is_over_out);
	if (result == OK && *is_over_out)
		result = append_end(stream, reader, out);
	store->functions->release(store, &reader);
	return result;
}

static enum result pull(void *state, struct buffer *out, bool *is_last_out)
{
	return append_chunk(state, out, is_last_out);
}

/* A new round begins with the head as it is now; without news, an End alone. */
static enum result start_round(struct leaf_stream *stream, struct buffer *out, bool *is_quiet_out)
{
	struct space_view view;
	enum result result;

	*is_quiet_out = stream->next == stream->size &&
			!live_wait(stream->service->live, stream->space, stream->size);
	if (*is_quiet_out)
		return OK;
	result = space_append_head(stream->service->spaces, stream->space, out, &view);
	if (result != OK)
		return result;
	stream->size = view.size;
	stream->sent = 0;
	space_view_release(&view);
	return OK;
}

static enum result pull_live(void *state, struct buffer *out, bool *is_last_out)
{
	struct leaf_stream *stream = state;
	bool is_over = false, is_quiet = false;
	enum result result = OK;

	if (stream->is_round_ended)
		result = start_round(stream, out, &is_quiet);
	if (result != OK)
		return result;
	if (live_is_stopping(stream->service->live) ||
	    !access_is_active(stream->space, stream->device)) {
		*is_last_out = true;
		return OK;
	}
	stream->is_round_ended = false;
	result = append_chunk(stream, out, &is_over);
	if (result != OK)
		return result;
	stream->is_round_ended = is_over;
	*is_last_out = is_over && stream->is_poll;
	return OK;
}

static void finish(void *state)
{
	struct leaf_stream *stream = state;

	if (stream->is_live)
		live_leave(stream->service->live, stream->live_key);
	spaces_release(stream->service->spaces, &stream->space);
}

/* When to come again with what was refused for now alone; 0: nothing was. */
static uint32_t retry_after_s(const struct submission *submissions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (submissions[i].code == ERR_QUOTA || submissions[i].code == ERR_BUSY)
			return LEAF_STREAM_RETRY_AFTER_S;
	}
	return 0;
}

static enum result start(const struct request *request, struct exchange *exchange,
			 struct reply *reply, struct leaf_stream **stream_out)
{
	struct leaf_stream *stream = arena_alloc(request->arena, sizeof(*stream));
	uint32_t budget = exchange->sync.budget;

	if (stream == NULL)
		return ERR_NO_MEMORY;
	stream->service = request->service;
	stream->space = exchange->space;
	exchange->space = NULL;
	stream->device = exchange->auth.device;
	stream->next = exchange->sync.cursor;
	stream->size = exchange->view.size;
	stream->own = exchange->submissions;
	stream->own_count = exchange->count;
	stream->retry_after_s = retry_after_s(stream->own, stream->own_count);
	stream->budget =
		budget == 0 || budget > LEAF_STREAM_MAX_BUDGET ? LEAF_STREAM_MAX_BUDGET : budget;
	reply->pull = pull;
	reply->finish = finish;
	reply->state = stream;
	*stream_out = stream;
	return OK;
}

enum result leaf_stream_start(const struct request *request, struct exchange *exchange,
			      struct reply *reply)
{
	struct leaf_stream *stream;
	enum result result = start(request, exchange, reply, &stream);

	if (result == OK && exchange->sync.answers_only) {
		stream->is_more_beyond = stream->next < stream->size;
		stream->size = stream->next;
	}
	return result;
}

enum result leaf_stream_start_entries(const struct request *request, struct exchange *exchange,
				      struct reply *reply)
{
	uint64_t size = charter_size(snapshot_charter(exchange->view.snapshot));
	struct leaf_stream *stream;
	enum result result;

	if (exchange->sync.cursor > size)
		return ERR_AHEAD;
	result = start(request, exchange, reply, &stream);
	if (result != OK)
		return result;
	stream->is_entries = true;
	stream->size = size;
	return OK;
}

enum result leaf_stream_start_live(const struct request *request, struct exchange *exchange,
				   bool is_poll, struct reply *reply)
{
	struct leaf_stream *stream;
	uint64_t key = space_number(exchange->space) << 24 | (exchange->auth.device & 0xffffffu);
	enum result result = live_enter(request->service->live, key);

	if (result != OK)
		return result;
	result = start(request, exchange, reply, &stream);
	if (result != OK) {
		live_leave(request->service->live, key);
		return result;
	}
	stream->is_live = true;
	stream->live_key = key;
	stream->is_poll = is_poll;
	/* A poll with nothing new waits before it answers; a stream says at once
	 * where it stands. */
	stream->is_round_ended = is_poll && stream->next == stream->size;
	if (stream->is_round_ended)
		reply_clear(reply); /* the head that comes with the news is the one */
	reply->pull = pull_live;
	return OK;
}
