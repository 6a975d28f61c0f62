/* Commits: decoded, hashed and compared with their payload. */
#include <stdlib.h>

#include "core/submission.h"
#include "wire/commit.h"
#include "wire/envelope.h"

#define ARENA_BYTES (16u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct submission submission = {.is_commit = true};
	struct envelope envelope;
	struct arena arena;

	arena_init(&arena, ARENA_BYTES);
	if (envelope_decode((struct bytes){data, size}, &arena, &envelope) == OK &&
	    commit_decode(&envelope, &arena, &submission.commit) == OK) {
		submission.body = envelope.body;
		submission_hash(&submission);
		submission_check(&submission, NULL);
		/* A void commit names records and brings none. */
		if (submission.commit.is_void !=
		    (submission.commit.records == NULL && submission.commit.record_count > 0))
			abort();
	}
	arena_deinit(&arena);
	return 0;
}
