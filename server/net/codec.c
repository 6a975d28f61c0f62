#include "net/codec.h"

#include <string.h>

#include "wire/charter.h"
#include "wire/commit.h"
#include "wire/envelope.h"
#include "wire/sync.h"

static enum result read_statement(const struct envelope *envelope, struct arena *arena,
				  struct submission *submission)
{
	enum result result = statement_decode(envelope, arena, &submission->statement);

	if (result != OK || submission->statement.type != STATEMENT_REKEY)
		return result;
	submission->grants_message = envelope->payload[0];
	return grants_decode(submission->grants_message, arena, &submission->grants);
}

static enum result read_envelope(struct bytes message, bool is_commit, struct arena *arena,
				 struct submission *submission_out)
{
	struct submission submission = {.is_commit = is_commit, .message = message};
	struct envelope envelope;
	enum result result = envelope_decode(message, arena, &envelope);

	if (result != OK)
		return result;
	submission.device = envelope.device;
	submission.seq = envelope.seq;
	submission.body = envelope.body;
	submission.signatures = envelope.signatures;
	submission.signature_count = envelope.signature_count;
	submission.keys = arena_alloc_array(arena, envelope.signature_count, KEY_SIZE);
	if (submission.keys == NULL)
		return ERR_TOO_LARGE;
	submission.form = is_commit ? commit_decode(&envelope, arena, &submission.commit)
				    : read_statement(&envelope, arena, &submission);
	*submission_out = submission;
	return OK;
}

/* An entry frame's statement, with its place. */
static enum result read_entry(const struct frame *frame, struct arena *arena,
			      struct submission *submission_out)
{
	struct bytes position_bytes, signed_message;
	struct position position;
	enum result result =
		entry_decode(frame->payload, arena, &position, &position_bytes, &signed_message);

	if (result == OK)
		result = read_envelope(signed_message, false, arena, submission_out);
	if (result != OK)
		return result;
	submission_out->has_position = true;
	submission_out->position = position;
	submission_out->position_bytes = position_bytes;
	return OK;
}

enum result codec_read_submission(const struct frame *frame, struct arena *arena,
				  struct submission *submission_out)
{
	enum result result = frame->type == FRAME_ENTRY
				     ? read_entry(frame, arena, submission_out)
				     : read_envelope(frame->payload, frame->type == FRAME_COMMIT,
						     arena, submission_out);

	if (result == OK)
		submission_out->frame = frame->whole;
	return result;
}

static enum result read_entry_frame(struct bytes bytes, struct arena *arena,
				    struct submission *submission_out,
				    struct position *position_out, struct bytes *position_bytes_out)
{
	struct frame frame;
	enum result result = frame_next(&bytes, &frame);

	if (result == OK && (frame.type != FRAME_ENTRY || bytes.size != 0))
		result = ERR_MALFORMED;
	if (result == OK)
		result = read_entry(&frame, arena, submission_out);
	if (result != OK)
		return result;
	*position_out = submission_out->position;
	*position_bytes_out = submission_out->position_bytes;
	return submission_out->form;
}

static void append_position(struct buffer *out, const struct position *position)
{
	position_encode(position, out);
}

static void append_head(struct buffer *out, const struct space_head *head)
{
	struct head message = {
		.size = head->size,
		.charter_height = head->charter_height,
		.time = head->time,
	};

	memcpy(message.server_key, head->server_key, KEY_SIZE);
	memcpy(message.server_epoch, head->server_epoch, SERVER_EPOCH_SIZE);
	memcpy(message.space, head->space, HASH_SIZE);
	memcpy(message.root, head->root, HASH_SIZE);
	memcpy(message.charter_head, head->charter_head, HASH_SIZE);
	head_encode(&message, out);
}

static enum result read_head(struct bytes bytes, struct arena *arena, uint64_t *size_out,
			     uint8_t root_out[HASH_SIZE], uint8_t key_out[KEY_SIZE])
{
	struct head head;
	enum result result = head_decode(bytes, arena, &head);

	if (result != OK)
		return result;
	*size_out = head.size;
	memcpy(root_out, head.root, HASH_SIZE);
	memcpy(key_out, head.server_key, KEY_SIZE);
	return OK;
}

const struct codec *codec_wire(void)
{
	static const struct codec codec = {
		.append_position = append_position,
		.append_entry_frame = entry_append_frame,
		.read_entry_frame = read_entry_frame,
		.append_head = append_head,
		.append_head_frame = signed_head_append_frame,
		.read_head = read_head,
	};

	return &codec;
}
