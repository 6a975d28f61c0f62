/* Applies steps that come on its input and says on its output what became of each: "OK" and the
 * SHA-256 of the state's bytes (its own hash is slow where the other half runs), or the refusal's
 * name.
 *
 *   step   u8 kind · u32 size · bytes
 *   kind 0 a new charter; no bytes; the answer is the hash of the state that was, if any
 *   kind 1 u8 facts (1 signatures verified, 2 cuts fit, 4 silent, 8 tell the state) · an
 *          Entry message
 *
 * Every state is also kept, read again, and gone on with: whoever starts from what was kept must
 * not be told from whoever was there all the time. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "core/charter_bytes.h"
#include "core/submission.h"
#include "crypto/verify.h"
#include "wire/charter.h"
#include "wire/envelope.h"

#define MAX_STEP_BYTES (2u << 20)
#define ARENA_BYTES (16u << 20)
/* Reading it again takes as long as all the rest: now and then. */
#define KEPT_EVERY 8u

struct steps {
	struct charter *charter;
	struct buffer entry_hashes;
	unsigned accepted;
};

static void start(struct steps *steps)
{
	charter_free(&steps->charter);
	buffer_clear(&steps->entry_hashes);
	if (charter_new(&steps->charter) != OK)
		abort();
}

static enum result decode(struct bytes message, struct arena *arena, struct submission *submission,
			  struct charter_entry *entry)
{
	struct bytes position_bytes, signed_message;
	struct envelope envelope;
	struct position position;
	enum result result;

	result = entry_decode(message, arena, &position, &position_bytes, &signed_message);
	if (result == OK)
		result = envelope_decode(signed_message, arena, &envelope);
	if (result == OK)
		result = statement_decode(&envelope, arena, &submission->statement);
	if (result == OK && submission->statement.type == STATEMENT_REKEY) {
		submission->grants_message = envelope.payload[0];
		result = grants_decode(envelope.payload[0], arena, &submission->grants);
	}
	if (result != OK)
		return result;
	submission->body = envelope.body;
	submission_hash(submission);
	submission_to_entry(submission, entry);
	entry->position = position;
	verify_hash_bytes(LABEL_ENTRY, position_bytes, entry->entry_hash);
	return OK;
}

static void keep_and_read(struct steps *steps)
{
	struct charter *again = NULL;
	struct buffer kept;

	buffer_init_growing(&kept, CHARTER_MAX_BYTES);
	charter_append_kept(steps->charter, &kept);
	if (buffer_result(&kept) != OK ||
	    charter_read_kept(buffer_bytes(&kept), buffer_bytes(&steps->entry_hashes), &again) !=
		    OK)
		abort();
	buffer_deinit(&kept);
	charter_free(&steps->charter);
	steps->charter = again;
}

/* On a clone, as a server does. */
static enum result apply(struct steps *steps, const struct charter_entry *entry)
{
	struct charter *next = NULL;
	enum result result = charter_clone(steps->charter, &next);

	if (result == OK)
		result = charter_apply(next, entry);
	if (result != OK) {
		charter_free(&next);
		return result;
	}
	charter_free(&steps->charter);
	steps->charter = next;
	buffer_append(&steps->entry_hashes, entry->entry_hash, HASH_SIZE);
	if (++steps->accepted % KEPT_EVERY == 0)
		keep_and_read(steps);
	return OK;
}

static void say_hex(const char *word, const uint8_t hash[HASH_SIZE])
{
	fputs(word, stdout);
	for (size_t i = 0; i < HASH_SIZE; i++)
		printf("%02x", hash[i]);
	putchar('\n');
}

static void say(const struct steps *steps, enum result result, bool is_state_asked)
{
	uint8_t hash[HASH_SIZE];
	struct buffer state;

	if (result != OK || !is_state_asked) {
		puts(result_name(result));
		return;
	}
	buffer_init_growing(&state, CHARTER_MAX_BYTES);
	charter_append_state(steps->charter, &state);
	if (buffer_result(&state) != OK)
		abort();
	crypto_hash_sha256(hash, state.data, state.size);
	buffer_deinit(&state);
	say_hex("OK ", hash);
}

static void say_end(const struct steps *steps)
{
	uint8_t hash[HASH_SIZE];

	if (charter_size(steps->charter) == 0)
		puts("END ");
	else if (charter_state_hash(steps->charter, hash) != OK)
		abort();
	else
		say_hex("END ", hash);
}

static void step(struct steps *steps, struct bytes bytes)
{
	struct submission submission = {0};
	struct charter_entry entry;
	struct arena arena;
	enum result result;

	arena_init(&arena, ARENA_BYTES);
	result =
		decode((struct bytes){bytes.data + 1, bytes.size - 1}, &arena, &submission, &entry);
	if (result == OK) {
		entry.is_signed = bytes.data[0] & 1;
		entry.cuts_fit = bytes.data[0] & 2;
		entry.is_silent = bytes.data[0] & 4;
		result = apply(steps, &entry);
	}
	say(steps, result, bytes.data[0] & 8);
	arena_deinit(&arena);
}

int main(void)
{
	static uint8_t bytes[MAX_STEP_BYTES];
	struct steps steps = {0};
	uint8_t head[5];

	if (verify_init() != OK)
		return EXIT_FAILURE;
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	buffer_init_growing(&steps.entry_hashes, CHARTER_MAX_BYTES);
	start(&steps);
	while (fread(head, sizeof(head), 1, stdin) == 1) {
		size_t size = bytes_get_u32(head + 1);

		if (size > sizeof(bytes) || (size > 0 && fread(bytes, size, 1, stdin) != 1))
			return EXIT_FAILURE;
		if (head[0] == 0) {
			say_end(&steps);
			start(&steps);
		}
		if (head[0] == 1 && size > 0)
			step(&steps, (struct bytes){bytes, size});
	}
	charter_free(&steps.charter);
	buffer_deinit(&steps.entry_hashes);
	return EXIT_SUCCESS;
}
