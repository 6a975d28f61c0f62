#include "net/exchange.h"

#include <string.h>

#include "core/service.h"
#include "net/codec.h"
#include "wire/frame.h"

static enum result count_frames(struct bytes rest, size_t *count_out)
{
	struct frame frame;
	size_t count = 0;

	while (rest.size > 0) {
		enum result result = frame_next(&rest, &frame);

		if (result != OK)
			return result;
		if (++count > SUBMISSION_MAX_PER_REQUEST)
			return ERR_TOO_LARGE;
	}
	*count_out = count;
	return OK;
}

static bool is_allowed(enum frame_type type, enum exchange_content content)
{
	if (type == FRAME_STATEMENT)
		return content == EXCHANGE_STATEMENTS || content == EXCHANGE_ALL;
	if (type == FRAME_ENTRY)
		return content == EXCHANGE_LEAVES;
	return type == FRAME_COMMIT && (content == EXCHANGE_ALL || content == EXCHANGE_LEAVES);
}

static enum result decode_submissions(const struct request *request, struct bytes rest,
				      enum exchange_content content, struct exchange *exchange)
{
	size_t count;
	enum result result = count_frames(rest, &count);

	if (result != OK)
		return result;
	exchange->submissions =
		arena_alloc_array(request->arena, count, sizeof(*exchange->submissions));
	if (exchange->submissions == NULL)
		return ERR_TOO_LARGE;
	for (size_t i = 0; i < count; i++) {
		struct frame frame;

		result = frame_next(&rest, &frame);
		if (result == OK && !is_allowed(frame.type, content))
			result = ERR_MALFORMED;
		if (result == OK)
			result = codec_read_submission(&frame, request->arena,
						       &exchange->submissions[i]);
		if (result != OK)
			return result;
		submission_hash(&exchange->submissions[i]);
	}
	exchange->count = count;
	return OK;
}

static enum result next_of_type(struct bytes *rest, enum frame_type type, struct bytes *payload_out)
{
	struct frame frame;
	enum result result = frame_next(rest, &frame);

	if (result == OK && frame.type != type)
		result = ERR_MALFORMED;
	if (result == OK)
		*payload_out = frame.payload;
	return result;
}

/* Takes it off the end of *rest. */
static enum result last_of_type(struct bytes *rest, enum frame_type type, struct bytes *payload_out)
{
	struct bytes ahead = *rest;
	struct frame frame = {0};

	while (ahead.size > 0) {
		enum result result = frame_next(&ahead, &frame);

		if (result != OK)
			return result;
	}
	if (frame.type != type)
		return ERR_MALFORMED;
	rest->size -= frame.whole.size;
	*payload_out = frame.payload;
	return OK;
}

enum result exchange_decode(const struct request *request, enum exchange_content content,
			    struct exchange *exchange)
{
	struct bytes rest = request->body, payload;
	enum result result = next_of_type(&rest, FRAME_AUTH, &payload);

	if (result == OK)
		result = auth_decode(payload, request->arena, &exchange->auth);
	exchange->signed_frames = rest;
	if (result == OK)
		result = next_of_type(&rest, FRAME_SYNC_REQUEST, &payload);
	if (result == OK)
		result = sync_request_decode(payload, request->arena, &exchange->sync);
	return result == OK ? decode_submissions(request, rest, content, exchange) : result;
}

enum result exchange_decode_arrival(const struct request *request, struct signed_head *head,
				    struct exchange *exchange, struct end *end)
{
	struct bytes rest = request->body, payload;
	enum result result = next_of_type(&rest, FRAME_HEAD, &payload);

	if (result == OK)
		result = signed_head_decode(payload, request->arena, head);
	if (result == OK)
		result = next_of_type(&rest, FRAME_SYNC_REQUEST, &payload);
	if (result == OK)
		result = sync_request_decode(payload, request->arena, &exchange->sync);
	/* The proof tells what has arrived, too. */
	if (result == OK && exchange->sync.has_root)
		result = ERR_MALFORMED;
	if (result == OK)
		result = last_of_type(&rest, FRAME_END, &payload);
	if (result == OK)
		result = end_decode(payload, request->arena, end);
	if (result == OK)
		result = decode_submissions(request, rest, EXCHANGE_LEAVES, exchange);
	if (result == OK && end->next != exchange->sync.cursor + exchange->count)
		result = ERR_MALFORMED;
	return result;
}

/* Statements and commits that may come along with a genesis. */
#define FOUNDING_MAX_SUBMISSIONS 16u

enum result exchange_decode_founding(const struct request *request, struct exchange *exchange)
{
	enum result result = decode_submissions(request, request->body, EXCHANGE_ALL, exchange);

	if (result == OK && exchange->count > FOUNDING_MAX_SUBMISSIONS)
		result = ERR_TOO_LARGE;
	if (result == OK && (exchange->count == 0 || exchange->submissions[0].is_commit))
		result = ERR_MALFORMED;
	if (result == OK)
		result = exchange->submissions[0].form;
	if (result == OK && exchange->submissions[0].statement.type != STATEMENT_GENESIS)
		result = ERR_MALFORMED;
	return result;
}

/* SYNC10: nothing is asked for, and all that is brought is signed by the device. */
static bool vouches_for_itself(const struct exchange *exchange)
{
	if (!exchange->sync.answers_only || exchange->count == 0)
		return false;
	for (size_t i = 0; i < exchange->count; i++) {
		const struct submission *submission = &exchange->submissions[i];

		/* What is no statement at all has no signers. */
		if (!submission->is_commit && submission->form != OK)
			return false;
		if (submission->device != exchange->auth.device)
			return false;
	}
	return true;
}

/* Before anything is told: a stranger that names a device learns nothing, neither
 * that the space exists nor what its log was. */
static enum result verify_vouchers(struct exchange *exchange)
{
	struct space_view view;
	enum result result = OK;

	space_view_acquire(exchange->space, &view);
	for (size_t i = 0; i < exchange->count && result == OK; i++) {
		exchange->submissions[i].is_vouched = true;
		result = submission_verify(&exchange->submissions[i],
					   snapshot_charter(view.snapshot));
	}
	space_view_release(&view);
	return result == OK || result == ERR_NO_MEMORY ? result : ERR_UNAUTHORIZED;
}

enum result exchange_authorize(const struct request *request, enum access_right right,
			       struct exchange *exchange)
{
	const struct auth *auth = &exchange->auth;
	struct access_claim claim = {
		.space = auth->space,
		.device = auth->device,
		.key = auth->key,
		.time = auth->time,
		.nonce = BYTES_OF(auth->nonce),
		.signature = auth->has_signature ? auth->signature : NULL,
		.body = exchange->signed_frames,
		.path = request->path,
	};
	enum result result;

	if (!auth->has_signature && !vouches_for_itself(exchange))
		return ERR_UNAUTHORIZED;
	result = access_require(&request->service->access, right, &claim, &exchange->space);
	if (result == OK && !auth->has_signature)
		result = verify_vouchers(exchange);
	return result;
}

enum result exchange_check_cursor(const struct request *request, const struct exchange *exchange)
{
	const struct sync_request *sync = &exchange->sync;

	if (sync->has_root != (sync->cursor > 0))
		return ERR_MALFORMED;
	if (sync->cursor == 0)
		return OK;
	return space_check_root(request->service->spaces, exchange->space, sync->cursor,
				sync->root);
}

/* COMMIT11: what a device says it holds, against what this log was. */
static enum result check_head(struct service *service, struct space *space,
			      const struct commit *commit)
{
	struct space_view view;
	uint64_t size;

	if (!commit->has_head || commit->head_size == 0)
		return OK;
	if (memcmp(commit->server_epoch, service->epoch, SERVER_EPOCH_SIZE) == 0)
		return space_check_root(service->spaces, space, commit->head_size,
					commit->head_root);
	space_view_acquire(space, &view);
	size = view.size;
	space_view_release(&view);
	return commit->head_size > size ? ERR_AHEAD : OK;
}

static enum result check_all(struct service *service, struct exchange *exchange)
{
	struct space_view view = {0};
	enum result result = OK;

	if (exchange->space != NULL)
		space_view_acquire(exchange->space, &view);
	for (size_t i = 0; i < exchange->count && result == OK; i++) {
		struct submission *submission = &exchange->submissions[i];

		submission_check(submission,
				 view.snapshot == NULL ? NULL : snapshot_charter(view.snapshot));
		if (!submission->is_commit || submission->form != OK || exchange->space == NULL)
			continue;
		submission->head = check_head(service, exchange->space, &submission->commit);
		if (submission->head != OK && submission->head != ERR_AHEAD)
			result = submission->head;
	}
	space_view_release(&view);
	return result;
}

enum result exchange_submit(const struct request *request, const uint8_t id[HASH_SIZE],
			    struct exchange *exchange)
{
	enum result result;

	if (exchange->count == 0)
		return OK;
	result = check_all(request->service, exchange);
	if (result != OK)
		return result;
	return writer_submit(request->service->writer, exchange->space, id, exchange->submissions,
			     exchange->count);
}

enum result exchange_append_head(const struct request *request, struct exchange *exchange,
				 struct reply *reply)
{
	return space_append_head(request->service->spaces, exchange->space, &reply->buffer,
				 &exchange->view);
}

void exchange_append_answers(const struct exchange *exchange, struct reply *reply)
{
	for (size_t i = 0; i < exchange->count; i++) {
		const struct submission *submission = &exchange->submissions[i];
		struct answer answer = {
			.device = submission->device,
			.seq = submission->seq,
			.code = submission->code,
			.leaf = submission->leaf,
			.is_void = submission->is_void,
		};

		answer_append_frame(&reply->buffer, &answer);
	}
}

void exchange_deinit(const struct request *request, struct exchange *exchange)
{
	space_view_release(&exchange->view);
	spaces_release(request->service->spaces, &exchange->space);
}
