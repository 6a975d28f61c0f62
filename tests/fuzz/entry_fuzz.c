/* Statements and entries: decoded, hashed, and applied to an empty charter, which
 * refuses everything but a genesis and must not be hurt by any. */
#include "net/codec.h"
#include "wire/charter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void apply(struct submission *submission)
{
	struct charter *charter = NULL;
	struct charter_entry entry;

	submission_hash(submission);
	submission_to_entry(submission, &entry);
	entry.is_signed = true;
	if (charter_new(&charter) == OK && charter_apply(charter, &entry) == OK)
		(void)charter_size(charter);
	charter_free(&charter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame frame = {FRAME_STATEMENT, {data, size}, {data, size}};
	struct bytes message = {data, size}, position_bytes, signed_message;
	struct submission submission;
	struct position position;
	struct arena arena;

	arena_init(&arena, (256u << 10) + 8 * size);
	if (codec_read_submission(&frame, &arena, &submission) == OK && submission.form == OK)
		apply(&submission);
	if (entry_decode(message, &arena, &position, &position_bytes, &signed_message) == OK) {
		frame.payload = signed_message;
		if (codec_read_submission(&frame, &arena, &submission) == OK &&
		    submission.form == OK)
			apply(&submission);
	}
	arena_deinit(&arena);
	return 0;
}
