/* Charter entries: decoded, then applied as if signed, to the charter before and
 * to an empty one. Two inputs in a row grow a charter, so that rules deep in a
 * plan's life are reached too. */
#include <stdlib.h>
#include <string.h>

#include "core/charter.h"
#include "core/submission.h"
#include "wire/charter.h"
#include "wire/envelope.h"

#define ARENA_BYTES (16u << 20)
#define MAX_ENTRIES 64u

static struct charter *grown;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum result decode(struct bytes message, struct arena *arena, struct submission *submission,
			  struct charter_entry *entry)
{
	struct bytes position_bytes, signed_message;
	struct envelope envelope;
	enum result result;

	result = entry_decode(message, arena, &entry->position, &position_bytes, &signed_message);
	if (result == OK)
		result = envelope_decode(signed_message, arena, &envelope);
	if (result == OK)
		result = statement_decode(&envelope, arena, &submission->statement);
	if (result == OK && submission->statement.type == STATEMENT_REKEY)
		result = grants_decode(envelope.payload[0], arena, &submission->grants);
	if (result != OK)
		return result;
	submission->body = envelope.body;
	submission_hash(submission);
	return OK;
}

/* At the next place, whatever the input says: the place is the server's to give. */
static void apply(struct charter *charter, const struct submission *submission,
		  struct charter_entry *entry)
{
	uint64_t before = charter_size(charter);
	enum result result;

	entry->position.height = before;
	entry->position.time = charter_time(charter) + 60;
	memcpy(entry->position.previous, charter_head(charter), HASH_SIZE);
	memcpy(entry->entry_hash, submission->hash, HASH_SIZE);
	entry->is_signed = entry->cuts_fit = entry->is_silent = true;
	result = charter_apply(charter, entry);
	/* PURE1, and that an entry is one. */
	if (charter_size(charter) != before + (result == OK))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct submission submission;
	struct charter_entry entry;
	struct charter *empty = NULL;
	struct position position;
	struct arena arena;

	memset(&submission, 0, sizeof(submission));
	memset(&entry, 0, sizeof(entry));
	arena_init(&arena, ARENA_BYTES);
	if (decode((struct bytes){data, size}, &arena, &submission, &entry) == OK) {
		position = entry.position;
		submission_to_entry(&submission, &entry);
		entry.position = position;
		memcpy(entry.position.statement, submission.hash, HASH_SIZE);
		if ((!grown || charter_size(grown) > MAX_ENTRIES) && charter_new(&empty) == OK) {
			charter_free(&grown);
			grown = empty;
		}
		apply(grown, &submission, &entry);
	}
	arena_deinit(&arena);
	return 0;
}
