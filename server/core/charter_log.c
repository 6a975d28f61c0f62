#include "core/charter_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "core/charter_bytes.h"
#include "core/tree.h"
#include "crypto/verify.h"

/* Decoding one stored entry: a statement, its grants and lists. */
#define ENTRY_ARENA_BYTES (16u << 20)

static bool is_leaf_of(const struct store_leaf *leaf, const uint8_t entry_hash[HASH_SIZE])
{
	uint8_t leaf_hash[HASH_SIZE];

	tree_leaf_hash(0, entry_hash, leaf_hash);
	return leaf->kind == STORE_ENTRY && memcmp(leaf->hash, entry_hash, HASH_SIZE) == 0 &&
	       memcmp(leaf->leaf_hash, leaf_hash, HASH_SIZE) == 0;
}

/* What the log said when the entry came, it said; the rest is seen again. */
static enum result apply_stored(const struct codec *codec, const struct store_leaf *leaf,
				bool is_checked, struct arena *arena, struct charter *charter)
{
	struct submission submission = {0};
	struct charter_entry entry;
	struct position position;
	struct bytes position_bytes;
	enum result result = codec->read_entry_frame(leaf->frame, arena, &submission, &position,
						     &position_bytes);

	if (result != OK)
		return result;
	submission_hash(&submission);
	submission_to_entry(&submission, &entry);
	entry.position = position;
	verify_hash_bytes(LABEL_ENTRY, position_bytes, entry.entry_hash);
	if (is_checked && !is_leaf_of(leaf, entry.entry_hash))
		return ERR_MALFORMED;
	entry.is_signed = !is_checked || submission_verify(&submission, charter) == OK;
	entry.cuts_fit = true;
	entry.is_silent = true;
	return charter_apply(charter, &entry);
}

/* Whatever is refused here was accepted when it was stored: the database is damaged. */
static enum result replay_one(const struct codec *codec, const struct store_leaf *leaf,
			      bool is_checked, struct charter *charter)
{
	struct arena arena;
	enum result result;

	arena_init(&arena, ENTRY_ARENA_BYTES);
	result = apply_stored(codec, leaf, is_checked, &arena, charter);
	arena_deinit(&arena);
	if (result == OK || result == ERR_NO_MEMORY)
		return result;
	log_line(LOG_ERROR, "a stored charter entry is refused: %s", result_name(result));
	return ERR_IO;
}

enum result charter_log_replay(struct store_session *session, const struct codec *codec,
			       uint64_t space, uint64_t until, bool is_checked,
			       struct charter *charter)
{
	enum result result = OK;

	while (result == OK && charter_size(charter) < until) {
		struct store_place place = {space, STORE_BY_HEIGHT, 0, charter_size(charter)};
		struct store_leaf leaf;
		uint64_t number;

		result = session->functions->find_place(session, &place, &number);
		if (result == OK)
			result = session->functions->read_leaf(session, space, number, &leaf);
		if (result == OK)
			result = replay_one(codec, &leaf, is_checked, charter);
	}
	session->functions->scan_end(session);
	return result;
}

/* ERR_NOT_FOUND is the end of the log. */
static enum result replay_all(struct store_session *session, const struct codec *codec,
			      uint64_t space, uint64_t until, struct charter *charter)
{
	enum result result = charter_log_replay(session, codec, space, until, false, charter);

	return result == ERR_NOT_FOUND ? OK : result;
}

/* The hashes of as many entries as what is kept says it is of. ERR_MALFORMED where there are not
 * so many. Owned: free(). */
static enum result read_hashes(struct store_session *session, uint64_t space, uint64_t entries,
			       uint8_t **hashes_out)
{
	uint64_t leaves;
	uint8_t *hashes;
	enum result result = session->functions->count_leaves(session, space, &leaves);

	if (result != OK)
		return result;
	if (entries == 0 || entries > leaves)
		return ERR_MALFORMED;
	hashes = malloc((size_t)entries * HASH_SIZE);
	if (hashes == NULL)
		return ERR_NO_MEMORY;
	result = session->functions->read_entry_hashes(session, space, entries, hashes);
	if (result == OK)
		*hashes_out = hashes;
	else
		free(hashes);
	return result == ERR_NOT_FOUND ? ERR_MALFORMED : result;
}

/* ERR_NOT_FOUND: nothing is kept of so few entries; ERR_MALFORMED: nothing that can be used. */
static enum result read_kept(struct store_session *session, uint64_t space, uint64_t until,
			     struct charter **charter_out)
{
	uint64_t entries;
	struct bytes kept;
	struct buffer copy;
	uint8_t *hashes = NULL;
	enum result result = session->functions->read_charter(session, space, &entries, &kept);

	if (result == OK && entries > until)
		result = ERR_NOT_FOUND;
	if (result != OK) {
		session->functions->scan_end(session);
		return result;
	}
	buffer_init_growing(&copy, CHARTER_MAX_BYTES);
	buffer_append_bytes(&copy, kept);
	session->functions->scan_end(session);
	result = buffer_result(&copy) == OK ? OK : ERR_MALFORMED;
	if (result == OK)
		result = read_hashes(session, space, entries, &hashes);
	if (result == OK)
		result = charter_read_kept(buffer_bytes(&copy),
					   (struct bytes){hashes, (size_t)entries * HASH_SIZE},
					   charter_out);
	free(hashes);
	buffer_deinit(&copy);
	return result;
}

/* From what is kept: ERR_NOT_FOUND, ERR_MALFORMED or ERR_IO where that leads nowhere. */
static enum result load_kept(struct store_session *session, const struct codec *codec,
			     uint64_t space, uint64_t until, struct charter **charter_out)
{
	struct charter *charter = NULL;
	enum result result = read_kept(session, space, until, &charter);

	if (result == OK)
		result = replay_all(session, codec, space, until, charter);
	if (result == OK)
		*charter_out = charter;
	else
		charter_free(&charter);
	return result;
}

enum result charter_log_load(struct store_session *session, const struct codec *codec,
			     uint64_t space, uint64_t until, struct charter **charter_out)
{
	struct charter *charter = NULL;
	enum result result = load_kept(session, codec, space, until, charter_out);

	if (result == OK || result == ERR_NO_MEMORY)
		return result;
	if (result != ERR_NOT_FOUND)
		log_line(LOG_WARNING, "a charter that was kept is of no use: made from the log");
	result = charter_new(&charter);
	if (result == OK)
		result = replay_all(session, codec, space, until, charter);
	if (result == OK)
		*charter_out = charter;
	else
		charter_free(&charter);
	return result;
}

enum result charter_log_keep(struct store_session *writer, uint64_t space,
			     const struct charter *charter)
{
	struct buffer kept;
	enum result result;

	if (charter_size(charter) % CHARTER_KEPT_EVERY != 0)
		return OK;
	buffer_init_growing(&kept, CHARTER_MAX_BYTES);
	charter_append_kept(charter, &kept);
	/* One that is too large is not kept: the log has all of it. */
	result = buffer_result(&kept) == OK
			 ? writer->functions->put_charter(writer, space, charter_size(charter),
							  buffer_bytes(&kept))
			 : OK;
	buffer_deinit(&kept);
	return result;
}
