/* charter, tree: what core/ decides. */
#include <string.h>

#include "core/charter.h"
#include "core/submission.h"
#include "core/tree.h"
#include "vectors/areas.h"
#include "wire/charter.h"
#include "wire/envelope.h"

/* An entry as a device or a healing server meets it: decode, hash, verify, apply. */
static enum result apply_entry(struct charter *charter, struct bytes message,
			       const struct vector *vector, bool is_last, struct arena *arena)
{
	struct submission submission;
	struct charter_entry entry;
	struct envelope envelope;
	struct position position;
	struct bytes position_bytes, signed_message;
	enum result result;

	memset(&submission, 0, sizeof(submission));
	result = entry_decode(message, arena, &position, &position_bytes, &signed_message);
	if (result == OK)
		result = envelope_decode(signed_message, arena, &envelope);
	if (result == OK)
		result = statement_decode(&envelope, arena, &submission.statement);
	if (result == OK && submission.statement.type == STATEMENT_REKEY) {
		submission.grants_message = envelope.payload[0];
		result = grants_decode(envelope.payload[0], arena, &submission.grants);
	}
	if (result != OK)
		return result;
	submission.body = envelope.body;
	submission.signatures = envelope.signatures;
	submission.signature_count = envelope.signature_count;
	submission.keys = arena_alloc_array(arena, STATEMENT_MAX_SIGNATURES, KEY_SIZE);
	submission_hash(&submission);
	submission_to_entry(&submission, &entry);
	entry.is_signed = submission_verify(&submission, charter) == OK;
	/* Both are about the last entry. */
	entry.cuts_fit = !is_last || vector_number(vector, "cut_fits") != 0;
	entry.is_silent = !is_last || vector_number(vector, "silent") != 0;
	entry.position = position;
	verify_hash_bytes(LABEL_ENTRY, position_bytes, entry.entry_hash);
	return charter_apply(charter, &entry);
}

static enum result check_server(struct vector *vector, const struct charter *charter)
{
	struct bytes key = {charter_server_key(charter), KEY_SIZE};
	enum result result = OK;

	if (vector_text(vector, "server_key", 0))
		result = same_bytes("server key", key, vector_bytes(vector, "server_key", 0));
	if (result == OK && vector_text(vector, "address", 0))
		result = same_bytes("address", charter_server_address(charter),
				    vector_bytes(vector, "address", 0));
	return result;
}

/* What the state must be after the last entry. Keys that a vector leaves out
 * are not compared. */
static enum result check_state(struct vector *vector, const struct charter *charter,
			       const struct charter *before)
{
	long height = vector_number(vector, "constitution_height");
	enum result result = OK;

	(void)before;
	if (vector_number(vector, "parties") >= 0)
		result = same_number("parties", charter_party_count(charter),
				     vector_number(vector, "parties"));
	if (result == OK && vector_number(vector, "devices") >= 0)
		result = same_number("devices", charter_device_count(charter),
				     vector_number(vector, "devices"));
	if (result == OK && height >= 0 && (uint64_t)height + 1 == charter_size(charter))
		result = same_bytes("constitution",
				    (struct bytes){charter_constitution(charter), HASH_SIZE},
				    (struct bytes){charter_head(charter), HASH_SIZE});
	return result == OK ? check_server(vector, charter) : result;
}

enum result run_charter(struct vector *vector, struct arena *arena)
{
	size_t i, count = vector_occurrences(vector, "entry");
	struct charter *charter = NULL, *before = NULL;
	enum result result;

	result = charter_new(&charter);
	for (i = 0; i < count && result == OK; i++) {
		if (i + 1 == count)
			result = charter_clone(charter, &before);
		if (result == OK)
			result = apply_entry(charter, vector_bytes(vector, "entry", i), vector,
					     i + 1 == count, arena);
		if (result != OK && i + 1 < count)
			result = same_number("refused too early, at entry", (long)i, -1);
	}
	if (result == OK)
		result = check_state(vector, charter, before);
	else if (before && charter_size(charter) != charter_size(before))
		result = same_number("PURE1: size after a refusal", (long)charter_size(charter),
				     (long)charter_size(before));
	charter_free(&charter);
	charter_free(&before);
	return result;
}

static enum result check_proof(struct vector *vector, uint64_t size, const uint8_t root[HASH_SIZE])
{
	struct bytes old_root = vector_bytes(vector, "old_root", 0);
	struct tree_proof proof = {.count = (unsigned)vector_occurrences(vector, "proof")};
	unsigned i;

	if (proof.count > TREE_MAX_PROOF)
		return ERR_CONFLICT;
	for (i = 0; i < proof.count; i++)
		memcpy(proof.nodes[i], vector_bytes(vector, "proof", i).data, HASH_SIZE);
	return tree_is_consistent(&proof, (uint64_t)vector_number(vector, "from"), old_root.data,
				  size, root)
		       ? OK
		       : ERR_CONFLICT;
}

enum result run_tree(struct vector *vector, struct arena *arena)
{
	size_t i, size = vector_occurrences(vector, "leaf");
	struct tree_frontier frontier;
	struct tree_completed completed;
	uint8_t root[HASH_SIZE];
	enum result result;

	(void)arena;
	tree_init(&frontier);
	for (i = 0; i < size; i++)
		tree_append(&frontier, vector_bytes(vector, "leaf", i).data, &completed);
	tree_root(&frontier, root);
	result = same_bytes("root", BYTES_OF(root), vector_bytes(vector, "root", 0));
	if (result != OK || !vector_text(vector, "from", 0))
		return result;
	return check_proof(vector, size, root);
}
