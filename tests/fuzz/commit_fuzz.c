/* COMMIT1 to COMMIT3: a commit's envelope and core, then its hashes. */
#include <stdlib.h>

#include "net/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame frame = {FRAME_COMMIT, {data, size}, {data, size}};
	struct submission submission;
	struct arena arena;

	arena_init(&arena, (256u << 10) + 8 * size);
	if (codec_read_submission(&frame, &arena, &submission) == OK) {
		submission_hash(&submission);
		submission_check(&submission, NULL);
		if (submission.form == OK && submission.commit.record_count > COMMIT_MAX_RECORDS)
			abort();
	}
	arena_deinit(&arena);
	return 0;
}
